// form[data-once]: a second submit does nothing until the answer is there. Ctrl-Enter submits.
import { bind } from "./bind.js";
import { composing } from "./keys.js";

export default function once() {
  bind("form[data-once]", (form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      form.dataset.sent = "true";
      form.setAttribute("aria-busy", "true");
    }, true);
    const free = () => { delete form.dataset.sent; form.removeAttribute("aria-busy"); };
    form.addEventListener("htmx:afterRequest", free);
    window.addEventListener("pageshow", free);
    window.addEventListener("offline", free);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !composing(event)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
  });
}
