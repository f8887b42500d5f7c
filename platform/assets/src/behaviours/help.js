// "?" opens the page's help, or the list of shortcuts where a page has none.
import { openDialog } from "./dialog.js";
import { onKey } from "./keys.js";

export default function help() {
  onKey(["?", "？"], (event) => {
    event.preventDefault();
    openDialog(document.getElementById("help") ?? document.getElementById("shortcuts"));
  });
}
