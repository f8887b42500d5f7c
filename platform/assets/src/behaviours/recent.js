// Records opened last in this tab, offered by the palette before anything is typed. They live as long as the tab and the
// session of whoever signed in: tablets are shared.
const KEY = "recent";
const MOST = 8;

export function recent() {
  try { return JSON.parse(sessionStorage.getItem(KEY)) ?? []; } catch { return []; }
}

export default function remember() {
  if (document.querySelector("form[action='/sign-in']")) sessionStorage.removeItem(KEY);
  const name = document.querySelector("main .identity h1")?.textContent.trim();
  if (!name) return;
  const href = location.pathname;
  const kind = document.querySelector(".crumbs li:first-child a")?.textContent.trim() ?? "";
  const number = document.querySelector(".identity-number")?.textContent.trim() ?? "";
  const others = recent().filter((one) => one.href !== href);
  sessionStorage.setItem(KEY, JSON.stringify([{ href, name, kind, number }, ...others].slice(0, MOST)));
}
