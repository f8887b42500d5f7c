// [data-escape]: inside its form, Escape presses this button; an input method keeps Escape for itself. Pressing it takes no
// focus, or the field that is left would be saved as changed.
import { composing } from "./keys.js";

export default function escape() {
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-escape]")) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || composing(event)) return;
    const button = event.target.closest?.("form")?.querySelector("[data-escape]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
