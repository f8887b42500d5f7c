// time[data-relative]: keeps "3 minutes ago" true while the page stays open.
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
  setInterval(() => { if (!document.hidden) fresh(); }, 60000);
}
