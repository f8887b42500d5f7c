// [data-board]: a card that is dropped on a column presses the button of its own menu that leads there. Where there is no
// such button the card stays.
import { bind } from "./bind.js";

export default function board() {
  bind("[data-board]", (place) => {
    let held = null;
    const button = (column) => held?.querySelector(`button[name="stage"][value="${CSS.escape(column.dataset.stage)}"]`);
    const clear = () => place.querySelectorAll(".is-target").forEach((column) => column.classList.remove("is-target"));
    place.addEventListener("dragstart", (event) => {
      held = event.target.closest("[data-card]");
      if (!held) return;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      held.classList.add("is-held");
    });
    place.addEventListener("dragend", () => { held?.classList.remove("is-held"); held = null; clear(); });
    place.addEventListener("dragover", (event) => {
      const column = event.target.closest("[data-stage]");
      clear();
      if (!column || !button(column)) return;
      event.preventDefault();
      column.classList.add("is-target");
    });
    place.addEventListener("drop", (event) => {
      const column = event.target.closest("[data-stage]");
      const there = column && button(column);
      if (!there) return;
      event.preventDefault();
      there.click();
    });
  });
}
