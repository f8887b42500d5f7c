// [data-print] prints the page.
import { bind } from "./bind.js";

export default function print() {
  bind("[data-print]", (button) => button.addEventListener("click", () => window.print()));
}
