// [data-side-toggle=id]: the modules on a phone.
import { bind } from "./bind.js";

export default function side() {
  bind("[data-side-toggle]", (button) => {
    const panel = document.getElementById(button.dataset.sideToggle);
    const set = (open) => { panel.classList.toggle("open", open); button.setAttribute("aria-expanded", String(open)); };
    button.addEventListener("click", () => { set(!panel.classList.contains("open")); panel.querySelector(".open a")?.focus(); });
    document.addEventListener("click", (event) => { if (!panel.contains(event.target) && !button.contains(event.target)) set(false); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") set(false); });
  });
}
