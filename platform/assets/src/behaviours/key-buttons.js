// [data-key="n"] presses this button or follows this link.
import { onKey } from "./keys.js";

export default function keyButtons() {
  onKey([..."abcdefghijklmnopqrstuvwyz123456789"], (event) => {
    const button = document.querySelector(`[data-key="${event.key}"]:not(:disabled)`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
