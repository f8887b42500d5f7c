// [data-progress-stream=url]: server-sent events say that something changed; the fragment is then asked again by htmx.
import htmx from "htmx.org";
import { bind } from "./bind.js";

export default function progress() {
  bind("[data-progress-stream]", (node) => {
    const stream = new EventSource(node.dataset.progressStream);
    stream.addEventListener("progress", () => {
      if (!node.isConnected) stream.close();
      else htmx.trigger(node, "progress");
    });
    stream.addEventListener("end", () => { stream.close(); if (node.isConnected) htmx.trigger(node, "progress"); });
  });
}
