// form[data-auto-submit]: a changed choice submits at once; typing submits after a pause.
import { bind } from "./bind.js";

export default function autoSubmit() {
  bind("form[data-auto-submit]", (form) => {
    let timer;
    form.addEventListener("change", (event) => {
      if (event.target.type !== "search") form.requestSubmit();
    });
    form.addEventListener("input", (event) => {
      if (event.target.type !== "search") return;
      clearTimeout(timer);
      timer = setTimeout(() => form.requestSubmit(), 450);
    });
    form.addEventListener("submit", () => {
      const box = form.querySelector("[data-search]");
      if (box && document.activeElement === box) sessionStorage.setItem("search-caret", location.pathname);
    });
    const box = form.querySelector("[data-search]");
    if (box && sessionStorage.getItem("search-caret") === location.pathname) {
      sessionStorage.removeItem("search-caret");
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    }
  });
}
