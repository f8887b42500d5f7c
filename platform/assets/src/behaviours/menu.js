// details[data-menu]: closes by Escape, by a click elsewhere and after a choice; arrows move inside.
import { bind } from "./bind.js";

const close = (menu, focus) => { menu.open = false; if (focus) menu.querySelector("summary").focus(); };

export default function menus() {
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) close(menu); });
  });
  bind("details[data-menu]", (menu) => {
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { event.stopPropagation(); close(menu, true); return; }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const items = [...menu.querySelectorAll(".menu-item")];
      if (!items.length) return;
      event.preventDefault();
      menu.open = true;
      const at = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      items[(at + items.length) % items.length].focus();
    });
    menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu); });
    menu.addEventListener("click", (event) => { if (event.target.closest("button.menu-item")) close(menu); });
  });
}
