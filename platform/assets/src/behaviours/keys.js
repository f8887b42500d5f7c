// Single-key shortcuts. They never fire while an input method composes, while somebody types, or with modifiers.
export function typing(event) {
  const node = event.target;
  return node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) && !/^(checkbox|radio)$/.test(node.type);
}

export function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

export function onKey(keys, act) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event) || document.querySelector("dialog[open]")) return;
    if (keys.includes(event.key)) act(event);
  });
}
