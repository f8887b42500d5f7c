// table[data-select-rows]: select all, shift-click for a range, and the bar that appears with a selection.
import { bind } from "./bind.js";

export default function selectRows() {
  bind("[data-select-rows]", (table) => {
    const form = table.closest("form");
    const bar = form.querySelector("[data-bulk]");
    const all = table.querySelector("[data-select-all]");
    const boxes = () => [...table.querySelectorAll("td.table-check input")];
    let last;
    const show = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      bar.hidden = chosen === 0;
      bar.querySelector("[data-bulk-count]").textContent = chosen;
      const whole = bar.querySelector(".bulk-all");
      const complete = chosen > 0 && chosen === boxes().length;
      if (whole) {
        whole.hidden = !complete;
        if (!complete) whole.querySelector("input").checked = false;
      }
      all.checked = complete;
      all.indeterminate = chosen > 0 && !all.checked;
    };
    all.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); show(); });
    table.addEventListener("click", (event) => {
      const box = event.target.closest("td.table-check input");
      if (!box) return;
      if (event.shiftKey && last) {
        const list = boxes();
        const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
        list.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
      }
      last = box;
      show();
    });
    bar.querySelector("[data-bulk-clear]").addEventListener("click", () => { boxes().forEach((box) => { box.checked = false; }); show(); });
    show();
  });
}
