// Behaviours attach to what is in the page now and to what htmx swaps in later.
const binders = [];

function apply(root) {
  for (const [selector, bind] of binders) {
    if (root.matches?.(selector)) bind(root);
    root.querySelectorAll(selector).forEach(bind);
  }
}

const seen = new WeakMap();

export function bind(selector, attach) {
  binders.push([selector, (node) => {
    const done = seen.get(node) ?? new Set();
    if (done.has(attach)) return;
    seen.set(node, done.add(attach));
    attach(node);
  }]);
}

export function start() {
  apply(document.body);
  document.body.addEventListener("htmx:load", (event) => apply(event.detail.elt));
}
