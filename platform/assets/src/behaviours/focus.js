// [data-focus]: an error summary takes the focus, so that it is read at once; inline forms put it into their first field.
import { bind } from "./bind.js";

export default function focus() {
  bind("[data-focus]", (node) => node.focus());
}
