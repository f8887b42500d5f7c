// [data-escape]: inside what holds it, Escape presses this button; an input method keeps Escape for itself.
import { composing } from "./keys.js";

export default function escape() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || composing(event)) return;
    const button = event.target.closest?.("form")?.querySelector("[data-escape]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
