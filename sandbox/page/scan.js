// What a person holds the camera at: a sign at a gate, a picture on somebody's phone, a photo, or the bare code.

import * as api from "./api.js";
import { openDialog, pickFile, whileBusy } from "./dialogs.js";
import { el, icon, safeUrl, worded } from "./dom.js";
import { t } from "./messages.js";
import { clockTime, shortDate } from "./moments.js";
import { toast } from "./toast.js";

const MOST_PICTURES = 24;

/** Opens the scanner of `phone`; the pictures on the other `phones` can be scanned. It stays open when a scan fails. */
export function openScan(phone, phones) {
  const signs = el("div", { className: "targets" });
  const seen = el("div", { className: "targets" });
  const body = el("div", { className: "scan-body" }, finder(), section("signs", signs), section("seen", seen));
  const dialog = openDialog(t("scanTitle", { who: phone.person.who }), "scan", body);
  const scan = (button, call) => scanWith(phone, dialog, button, call);
  body.append(byHand(phone, scan));
  showSigns(signs, phone, scan);
  showSeen(seen, phone, phones.filter((one) => one !== phone), scan);
  return dialog;
}

async function scanWith(phone, dialog, button, call) {
  dialog.classList.add("busy");
  const worked = await whileBusy(button, call);
  dialog.classList.remove("busy");
  phone.refresh();
  if (worked) dialog.close();
}

function finder() {
  const frame = el("div", { className: "finder", "aria-hidden": "true" }, icon("scan"));
  return el("div", { className: "finder-line" }, frame, worded("p", { t: "scanHint" }));
}

const section = (name, targets) => el("section", {}, worded("h3", { t: name }), targets);

async function showSigns(box, phone, scan) {
  try {
    const signs = await api.signs();
    const draw = (sign) => target(sign.picture, sign.enterprise, "", (button) => scan(button, () => api.scanCode(phone.person.id, sign.url)));
    box.replaceChildren(...signs.map(draw));
    if (!signs.length) box.append(worded("p", { t: "noSigns" }));
  } catch (error) {
    toast(error);
  }
}

async function showSeen(box, phone, others, scan) {
  await Promise.allSettled(others.map((one) => one.poll()));
  const pictures = others.flatMap((one) => one.pictures()).sort((one, other) => (one.at < other.at ? 1 : -1));
  const draw = ({ url, at, who }) => {
    const when = new Date(at);
    const words = `${shortDate(when)} ${clockTime(when)}`;
    return target(url, who, words, (button) => scan(button, () => api.scanPicture(phone.person.id, url)));
  };
  box.replaceChildren(...pictures.slice(0, MOST_PICTURES).map(draw));
  if (!pictures.length) box.append(worded("p", { t: "noSeen" }));
}

function target(picture, name, words, act) {
  // A sign may come as a picture inside its address; anything else has to be a plain web address.
  const src = picture?.startsWith("data:image/png;base64,") ? picture : safeUrl(picture);
  const image = src ? el("img", { src, alt: "", loading: "lazy" }) : icon("scan");
  const label = el("span", {}, el("b", { textContent: name }), words ? el("small", { textContent: words }) : null);
  const button = el("button", { type: "button", className: "target" }, image, label);
  button.addEventListener("click", () => act(button));
  return button;
}

function byHand(phone, scan) {
  const upload = worded("button", { type: "button", className: "secondary upload-scan" }, icon("picture"), worded("span", { t: "upload" }));
  const send = (file) => scan(upload, () => api.scanFile(phone.person.id, file));
  upload.addEventListener("click", () => pickFile("image/*", send));
  const code = worded("input", { label: "paste", placeholder: "paste", className: "field", autocomplete: "off", spellcheck: false });
  const go = worded("button", { t: "recognise", type: "submit", className: "primary" });
  const form = el("form", { className: "line" }, code, go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = code.value.trim();
    if (said) scan(go, () => api.scanCode(phone.person.id, said));
  });
  return el("section", { className: "by-hand" }, upload, form);
}
