// table[data-list-keys]: j/k move, Enter opens, space previews, x selects, d presses what ends the row ([data-done]); a click anywhere in a row opens it.
import htmx from "htmx.org";
import { bind } from "./bind.js";
import { onKey } from "./keys.js";

const rows = () => [...document.querySelectorAll("[data-list-keys] tbody tr[data-id]")];
const here = () => document.querySelector("[data-list-keys] tr.here");

function move(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(here());
  const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
  here()?.classList.remove("here");
  next.classList.add("here");
  (next.querySelector(".row-link") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  const panel = document.getElementById("preview");
  if (panel && !panel.hidden) preview(next);
}

function preview(row) {
  const panel = document.getElementById("preview");
  if (!panel || !row?.dataset.preview) return;
  panel.hidden = false;
  htmx.ajax("GET", row.dataset.preview, { target: panel, swap: "innerHTML" });
}

export default function listKeys() {
  onKey(["j", "k"], (event) => { if (rows().length) { event.preventDefault(); move(event.key === "j" ? 1 : -1); } });
  onKey([" "], (event) => {
    if (!here() || event.target.closest("button, summary, input")) return;
    event.preventDefault();
    const panel = document.getElementById("preview");
    if (panel && !panel.hidden) panel.hidden = true;
    else preview(here());
  });
  onKey(["x"], () => here()?.querySelector(".table-check input")?.click());
  onKey(["d"], () => here()?.querySelector("[data-done]")?.click());
  onKey(["Enter"], (event) => {
    if (here() && !event.target.closest("a, button, summary, input")) here().querySelector(".row-link")?.click();
  });
  onKey(["Escape"], () => { const panel = document.getElementById("preview"); if (panel) panel.hidden = true; });
  bind("[data-list-keys]", (table) => table.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input, label, summary, select") || String(getSelection())) return;
    const row = event.target.closest("tr[data-href]");
    if (!row) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  }));
}
