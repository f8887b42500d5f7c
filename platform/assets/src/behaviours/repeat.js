// [data-repeat]: rows added from a template and taken away.
import htmx from "htmx.org";
import { bind } from "./bind.js";

export default function repeat() {
  bind("[data-repeat]", (group) => {
    const rows = group.querySelector("[data-repeat-rows]");
    const template = group.querySelector("template");
    group.addEventListener("click", (event) => {
      if (event.target.closest("[data-repeat-add]")) {
        rows.append(template.content.cloneNode(true));
        htmx.process(rows.lastElementChild);
        rows.lastElementChild.querySelector("input").focus();
      }
      const remove = event.target.closest("[data-repeat-remove]");
      if (remove && rows.children.length > 1) {
        remove.closest("[data-repeat-row]").remove();
        rows.querySelector("input").focus();
        rows.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  });
}
