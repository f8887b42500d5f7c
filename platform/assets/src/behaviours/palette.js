// The command palette: opens by "/" and Ctrl-K, arrows choose, Enter opens the best guess.
import { bind } from "./bind.js";
import { composing, onKey } from "./keys.js";

export default function palette() {
  const box = document.querySelector("[data-palette]");
  if (!box) return;
  const input = box.querySelector("input[type=search]");
  const hits = () => [...box.querySelectorAll("a[role=option]")];
  const choose = (hit) => {
    hits().forEach((other) => other.setAttribute("aria-selected", other === hit ? "true" : "false"));
    if (hit) input.setAttribute("aria-activedescendant", hit.id);
    hit?.scrollIntoView({ block: "nearest" });
  };
  const open = (event) => {
    event.preventDefault();
    if (!box.open) box.showModal();
    input.select();
  };
  bind("[data-palette-open]", (link) => link.addEventListener("click", open));
  onKey(["/"], open);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !composing(event)) open(event);
  });
  input.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    const all = hits();
    const at = all.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") choose(all[Math.min(at + 1, all.length - 1)]);
    else if (event.key === "ArrowUp") choose(all[Math.max(at - 1, 0)]);
    else if (event.key === "Enter" && all[at]) all[at].click();
    else return;
    event.preventDefault();
  });
  box.addEventListener("htmx:afterSwap", () => choose(hits()[0]));
}
