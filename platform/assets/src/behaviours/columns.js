// form[data-columns]: columns move up and down; the order of the boxes is what is posted.
import { bind } from "./bind.js";

export default function columns() {
  bind("form[data-columns]", (form) => form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-column-up], [data-column-down]");
    if (!button) return;
    const line = button.closest("li");
    if (button.matches("[data-column-up]")) line.previousElementSibling?.before(line);
    else line.nextElementSibling?.after(line);
    button.focus();
  }));
}
