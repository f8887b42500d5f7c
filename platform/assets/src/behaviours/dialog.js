// dialog[data-dialog], [data-dialog-open=id], [data-dialog-close]. A dialog that htmx loads into #dialogs opens at once.
import { bind } from "./bind.js";

export function openDialog(dialog) {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.dispatchEvent(new Event("dialog:open"));
}

export default function dialogs() {
  bind("[data-dialog-open]", (button) =>
    button.addEventListener("click", () => openDialog(document.getElementById(button.dataset.dialogOpen))));
  bind("[data-dialog-close]", (button) => button.addEventListener("click", () => button.closest("dialog").close()));
  bind("dialog", (dialog) => dialog.addEventListener("click", (event) => {
    const edge = dialog.getBoundingClientRect();
    const inside = event.clientX >= edge.left && event.clientX <= edge.right && event.clientY >= edge.top && event.clientY <= edge.bottom;
    // Keyboard clicks carry no position; only a press on the backdrop itself closes.
    if (event.target === dialog && event.detail > 0 && !inside && !dialog.querySelector("form[data-sent]")) dialog.close();
  }));
  bind("#dialogs > dialog", (dialog) => {
    openDialog(dialog);
    dialog.addEventListener("close", () => dialog.remove());
  });
}
