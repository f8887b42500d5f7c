// [data-combobox]: type, choose with arrows and Enter; what is posted is the id of the record chosen.
import { bind } from "./bind.js";
import { composing } from "./keys.js";

export default function combobox() {
  bind("[data-combobox]", (box) => {
    const input = box.querySelector("[data-combobox-input]");
    const value = box.querySelector("[data-combobox-value]");
    const list = box.querySelector("[role=listbox]");
    const options = () => [...list.querySelectorAll("[role=option][data-value]")];
    const show = (open) => { list.hidden = !open; input.setAttribute("aria-expanded", String(open)); };
    const point = (option) => {
      options().forEach((other, at) => { other.id ||= `${list.id}-${at}`; other.setAttribute("aria-selected", String(other === option)); });
      if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
      else input.removeAttribute("aria-activedescendant");
    };
    const take = (option) => {
      value.value = option.dataset.value;
      input.value = option.dataset.label;
      value.dispatchEvent(new Event("change", { bubbles: true }));
      show(false);
    };
    // A field that has the focus because the page opened with it covers nothing until somebody turns to it.
    let wanted = false;
    for (const sign of ["pointerdown", "keydown"]) input.addEventListener(sign, () => { wanted = true; });
    list.addEventListener("htmx:afterSwap", () => { show(wanted && document.activeElement === input); point(options()[0]); });
    input.addEventListener("input", () => { value.value = ""; });
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option][data-value]");
      if (option) take(option);
    });
    for (const sign of ["focus", "click"]) input.addEventListener(sign, () => { if (wanted && options().length) show(true); });
    // Words typed but not chosen stand for no record: they go, so that what is seen is what is posted.
    input.addEventListener("blur", () => {
      show(false);
      if (!value.value) input.value = "";
    });
    input.addEventListener("keydown", (event) => {
      if (composing(event)) return;
      const all = options();
      const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
      if (event.key === "ArrowDown") { show(true); point(all[Math.min(at + 1, all.length - 1)]); }
      else if (event.key === "ArrowUp") point(all[Math.max(at - 1, 0)]);
      else if (event.key === "Enter" && !event.ctrlKey && !list.hidden && all[at]) take(all[at]);
      else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); show(false); }
      else return;
      event.preventDefault();
    });
  });
}
