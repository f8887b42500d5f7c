// [data-file-drop]: kind and size are checked before anything is sent; the server checks again.
import { bind } from "./bind.js";

const fits = (file, accept) => !accept || accept.split(",").map((kind) => kind.trim().toLowerCase()).some((kind) =>
  kind.startsWith(".") ? file.name.toLowerCase().endsWith(kind)
    : kind.endsWith("/*") ? file.type.startsWith(kind.slice(0, -1)) : file.type === kind);

const size = (bytes) => bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;

export default function fileDrop() {
  bind("[data-file-drop]", (drop) => {
    const input = drop.querySelector("input[type=file]");
    const list = drop.querySelector("output");
    for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("over"));
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    input.addEventListener("change", () => {
      const files = [...input.files];
      let refused = "";
      if (files.some((file) => !fits(file, input.accept))) refused = drop.dataset.wrongKind;
      else if (files.some((file) => file.size > Number(drop.dataset.maxBytes))) refused = drop.dataset.tooLarge;
      if (refused) input.value = "";
      drop.classList.toggle("bad", refused !== "");
      list.textContent = refused || files.map((file) => `${file.name} · ${size(file.size)}`).join("\n");
    });
  });
}
