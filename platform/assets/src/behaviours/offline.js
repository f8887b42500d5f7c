// #offline shows while there is no network; a form submitted meanwhile keeps what was typed.
export default function offline() {
  const note = document.getElementById("offline");
  if (!note) return;
  const show = () => { note.hidden = navigator.onLine; };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  document.body.addEventListener("htmx:sendError", () => { note.hidden = false; });
  document.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    note.hidden = false;
  }, true);
  show();
}
