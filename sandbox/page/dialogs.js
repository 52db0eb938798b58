// Dialogs: the browser's own, so that Esc closes them and the focus stays inside and comes back.

import { el, icon, worded } from "./dom.js";
import { t } from "./messages.js";
import { rescueToasts, toast } from "./toast.js";

/** Opens a dialog with that title and content; it leaves the page when closed. */
export function openDialog(title, className, ...content) {
  const close = worded("button", { label: "close", type: "button", className: "dialog-close" }, icon("close"));
  const head = el("header", { className: "dialog-head" }, el("h2", { textContent: title }), close);
  const dialog = el("dialog", { className, "aria-label": title }, el("div", { className: "sheet" }, head, ...content));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    rescueToasts(dialog);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Shows a picture as large as the page allows. */
export function showPicture(url, alt) {
  const picture = el("img", { src: url, alt });
  const dialog = openDialog(alt, "viewer", picture);
  picture.addEventListener("click", () => dialog.close());
}

/** Lets a file be picked, which `take(file)` gets. */
export function pickFile(accept, take) {
  const chooser = el("input", { type: "file", accept });
  chooser.addEventListener("change", () => chooser.files[0] && take(chooser.files[0]));
  chooser.click();
}

/** Shows what is about to be sent, with a caption to add; `send(file, caption)` does it, the dialog stays if that fails. */
export function confirmUpload(file, kind, send) {
  const preview = kind === "photo" ? el("img", { src: URL.createObjectURL(file), alt: file.name }) : fileCard(file);
  const caption = worded("input", { placeholder: "caption", label: "caption", maxLength: 1024, className: "field" });
  const go = worded("button", { t: "send", type: "submit", className: "primary" });
  const form = el("form", { className: "upload" }, preview, el("div", { className: "line" }, caption, go));
  const dialog = openDialog(t(kind === "photo" ? "sendPhoto" : "sendFile"), "small", form);
  dialog.addEventListener("close", () => kind === "photo" && URL.revokeObjectURL(preview.src));
  caption.focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await whileBusy(go, async () => {
      await send(file, caption.value.trim());
      dialog.close();
    });
  });
}

function fileCard(file) {
  return el("p", { className: "upload-file" }, icon("file"), el("b", { textContent: file.name }), " ", sizeText(file.size));
}

/** A file's size as people read it. */
export function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/** Runs `act` with the button disabled and marked busy; a failure becomes a toast. Answers whether it worked. */
export async function whileBusy(button, act) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    await act();
    return true;
  } catch (error) {
    toast(error);
    return false;
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}
