// Short notes at the foot of the page when something failed.

import { el } from "./dom.js";
import { t } from "./messages.js";

const SHOWN_MS = 7000;
const shelf = document.getElementById("toasts");

/** Tells why an act failed, above whatever dialog is open; touching the note puts it away. */
export function toast(error) {
  const host = document.querySelector("dialog[open]") ?? document.body;
  if (shelf.parentElement !== host) host.append(shelf);
  const note = el("button", { type: "button", className: "toast", textContent: t("failed", { why: error.message }) });
  const away = () => note.remove();
  note.addEventListener("click", away);
  setTimeout(away, SHOWN_MS);
  shelf.append(note);
  while (shelf.childElementCount > 3) shelf.firstElementChild.remove();
}

/** Brings the notes back to the page before the dialog they stand in goes. */
export function rescueToasts(dialog) {
  if (dialog.contains(shelf)) document.body.append(shelf);
}
