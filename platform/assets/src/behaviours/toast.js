// [data-toast] leaves after a while; not while the pointer or the focus is on it. A request that was refused is told in a
// toast: the house's own words where it sent them, else those of #toasts[data-failed].
import { bind } from "./bind.js";

export default function toasts() {
  const place = document.getElementById("toasts");
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    const { xhr } = detail;
    if (xhr.status < 400 || detail.shouldSwap) return;
    if (xhr.getResponseHeader("HX-Reswap") === "none") detail.shouldSwap = true;
    else if (xhr.status !== 401 && place?.dataset.failed) {
      const toast = document.createElement("div");
      toast.className = "toast is-overdue";
      const text = document.createElement("span");
      text.className = "dot is-overdue";
      text.textContent = place.dataset.failed;
      toast.append(text);
      place.append(toast);
      setTimeout(() => toast.remove(), 5000);
    }
  });
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
