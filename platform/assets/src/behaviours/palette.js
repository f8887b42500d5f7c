// The command palette: opens by "/" and Ctrl-K, arrows choose, Enter opens the best guess.
import { bind } from "./bind.js";
import { composing, onKey } from "./keys.js";
import { recent } from "./recent.js";

// Built from text alone: what stands in the page's memory is no markup.
function recentHits() {
  return recent().filter((one) => one.href !== location.pathname).map((one, at) => {
    const link = document.createElement("a");
    Object.assign(link, { className: "hit hit-recent", id: `hit-${at}`, href: one.href, tabIndex: -1 });
    link.setAttribute("role", "option");
    for (const [name, text] of [["hit-title", one.name], ["hit-detail", one.number], ["hit-kind", one.kind]]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      link.append(part);
    }
    return link;
  });
}

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
  const results = box.querySelector("#palette-results");
  const offer = () => {
    const list = recentHits();
    if (list.length && results.dataset.recent) {
      const head = document.createElement("p");
      head.className = "hit-head";
      head.setAttribute("role", "presentation");
      head.textContent = results.dataset.recent;
      results.replaceChildren(head, ...list);
      choose(hits()[0]);
    } else results.replaceChildren();
  };
  const open = (event) => {
    event.preventDefault();
    if (!box.open) box.showModal();
    input.select();
    if (!input.value) offer();
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
  box.addEventListener("htmx:afterSwap", () => (input.value.trim() ? choose(hits()[0]) : offer()));
}
