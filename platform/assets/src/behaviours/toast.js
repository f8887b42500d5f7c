// [data-toast] leaves after a while; not while the pointer or the focus is on it.
import { bind } from "./bind.js";

export default function toasts() {
  bind("[data-toast]", (toast) => {
    const life = toast.querySelector("[data-toast-undo]") ? 10000 : 5000;
    let timer = setTimeout(() => toast.remove(), life);
    const hold = () => clearTimeout(timer);
    const go = () => { hold(); timer = setTimeout(() => toast.remove(), 3000); };
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("pointerleave", go);
    toast.addEventListener("focusout", go);
    toast.querySelector("[data-toast-close]")?.addEventListener("click", () => toast.remove());
    toast.querySelector("[data-toast-undo]")?.addEventListener("htmx:afterRequest", () => toast.remove());
  });
}
