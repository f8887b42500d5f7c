// form[data-draft=key]: unsaved work survives a reload. Passwords, files and hidden fields are never kept;
// form[data-forget-drafts] (signing out) forgets all, since tablets are shared.
import { bind } from "./bind.js";

const keep = (field) => field.name && !/^(password|file|hidden|submit|button)$/.test(field.type);
const fields = (form) => [...form.elements].filter(keep);
const read = (form) => JSON.stringify(fields(form).map((field) =>
  [field.name, /^(checkbox|radio)$/.test(field.type) ? field.checked : field.value]));

function write(form, saved) {
  const values = JSON.parse(saved);
  fields(form).forEach((field, at) => {
    if (!values[at] || values[at][0] !== field.name) return;
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = values[at][1];
    else field.value = values[at][1];
  });
}

function note(form, key, clean) {
  const line = document.createElement("p");
  line.className = "draft-note";
  line.setAttribute("role", "status");
  line.textContent = form.dataset.draftNote + " ";
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "quiet-link";
  drop.textContent = form.dataset.draftDrop;
  drop.addEventListener("click", () => { localStorage.removeItem(key); write(form, clean); line.remove(); });
  line.append(drop);
  form.prepend(line);
}

export default function draft() {
  bind("form[data-draft]", (form) => {
    const key = `draft:${form.dataset.draft}`;
    const clean = read(form);
    const saved = localStorage.getItem(key);
    // A form that came back with errors holds newer values than the draft.
    if (saved && saved !== clean && !form.querySelector(".error-summary")) {
      write(form, saved);
      note(form, key, clean);
    }
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => localStorage.setItem(key, read(form)), 400);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      sessionStorage.setItem("draft-sent", key);
    });
  });
  bind("form[data-forget-drafts]", (form) => form.addEventListener("submit", () =>
    Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => localStorage.removeItem(key))));
  // The draft goes when the page after the submit is another one; the form shown again or an error page keeps it.
  const sent = sessionStorage.getItem("draft-sent");
  if (sent && !document.querySelector(`.error-page, form[data-draft="${CSS.escape(sent.slice(6))}"]`)) {
    localStorage.removeItem(sent);
    sessionStorage.removeItem("draft-sent");
  }
}
