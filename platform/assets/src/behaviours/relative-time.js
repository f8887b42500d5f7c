// time[data-relative]: keeps "3 minutes ago" true while the page stays open; time[data-minutes] holds the minutes since then.
const steps = [[60, "minute"], [3600, "hour"], [86400, "day"], [604800, null]];
const spaced = (text) => text.replace(/(\d)(?=\p{Script=Han})|(\p{Script=Han})(?=\d)/gu, "$& ");

export default function relativeTime() {
  const speak = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: "short" });
  const fresh = () => document.querySelectorAll("time[data-relative]").forEach((node) => {
    const seconds = (new Date(node.dateTime) - Date.now()) / 1000;
    const far = Math.abs(seconds);
    if (far < 60 || far >= 604800) return;
    const at = steps.findIndex(([limit], index) => far >= limit && far < steps[index + 1]?.[0]);
    if (at >= 0) node.textContent = spaced(speak.format(Math.trunc(seconds / steps[at][0]), steps[at][1]));
  });
  const count = () => document.querySelectorAll("time[data-minutes]").forEach((node) => {
    node.textContent = Math.max(0, Math.floor((Date.now() - new Date(node.dateTime)) / 60000));
  });
  setInterval(() => { if (!document.hidden) { fresh(); count(); } }, 60000);
}
