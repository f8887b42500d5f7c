// htmx listens to "input", which also fires for every letter of unfinished pinyin. Hold it back until the word is there.
export default function composition() {
  window.addEventListener("input", (event) => {
    if (event.isComposing) event.stopImmediatePropagation();
  }, true);
  window.addEventListener("compositionend", (event) => {
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);
}
