// Nothing shows for the first 300 ms of a request; then the quarters of the mark light up in turn.
export default function busy() {
  let open = 0;
  let timer;
  document.body.addEventListener("htmx:beforeRequest", () => {
    open += 1;
    if (open === 1) timer = setTimeout(() => { document.documentElement.dataset.busy = "true"; }, 300);
  });
  document.body.addEventListener("htmx:afterRequest", () => {
    open = Math.max(0, open - 1);
    if (open > 0) return;
    clearTimeout(timer);
    delete document.documentElement.dataset.busy;
  });
}
