// One message as its app draws it.

import { showPicture, sizeText } from "./dialogs.js";
import { avatar, el, icon, safeUrl, worded } from "./dom.js";
import { t } from "./messages.js";
import { clockTime } from "./moments.js";

const LINK = /https?:\/\/[^\s<>"'，。；、！？（）【】「」《》]+|(?<![\w/])\/[a-z][a-z0-9_]{1,31}(?![\w/])/gi;
const DEEP_LINK = /^https?:\/\/(t|telegram)\.me\//i;

/** Draws a message; `phone` has `person`, `press(id, node)`, `open(url)` and `command(text)`. */
export function drawMessage(message, phone) {
  const buttons = drawButtons(message, phone);
  const inCard = message.card && phone.person.channel === "wecom";
  const body = el("div", { className: "bubble" }, ...drawBody(message, phone), inCard ? buttons : null, meta(message));
  const stack = el("div", { className: "stack" }, body, inCard ? null : buttons);
  const kinds = ["message", `from-${message.from}`, message.card ? "card" : "", isBarePicture(message) ? "bare" : ""];
  const face = message.from === "me" ? avatar(phone.person.id, phone.person.who) : botFace(message.from);
  return el("article", { className: kinds.filter(Boolean).join(" "), "data-id": message.id }, face, stack);
}

const isBarePicture = (message) => message.picture && !message.text && !message.title && !message.file && !message.card;

function botFace(from) {
  if (from === "browser") return el("span", { className: "avatar face-browser", "aria-hidden": "true" }, icon("globe"));
  return el("span", { className: "avatar face-fuma", "aria-hidden": "true" }, "赋");
}

function* drawBody(message, phone) {
  yield el("span", { className: "spoken", textContent: speaker(message.from, phone) });
  if (message.from === "browser") yield worded("div", { t: "browser", className: "tab" });
  if (message.title) yield el("h3", { textContent: message.title });
  if (message.picture) yield drawPicture(message, phone);
  const text = untitled(message);
  if (text) yield el("div", { className: "text" }, ...linked(text, phone));
  if (message.rows?.length) yield drawRows(message.rows);
  if (message.file) yield drawFile(message.file);
}

// A card's text begins with its title, which stands above it already.
function untitled({ title, text }) {
  if (!title || !text?.startsWith(title)) return text;
  return text.slice(title.length).replace(/^\n+/, "");
}

function speaker(from, phone) {
  if (from === "me") return `${phone.person.who}: `;
  return from === "browser" ? "" : `${t("app")}: `;
}

function meta(message) {
  const edited = message.edited ? worded("span", { t: "edited", className: "edited" }) : null;
  const tick = message.from === "me" ? worded("span", { label: "sent", role: "img", className: "tick" }, icon("sent")) : null;
  const at = new Date(message.at);
  return el("div", { className: "meta" }, edited, el("time", { dateTime: message.at, textContent: clockTime(at) }), tick);
}

/** The text with its addresses as links and, in Telegram, its /commands as buttons. */
function linked(text, phone) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const word = found[0].replace(/[.,;:!?)\]]+$/, "");
    const node = word.startsWith("/") ? commandLink(word, phone) : link(word, phone, word);
    if (!node) continue;
    parts.push(text.slice(from, found.index), node);
    from = found.index + word.length;
  }
  return [...parts, text.slice(from)];
}

function commandLink(word, phone) {
  if (phone.person.channel !== "telegram") return null;
  return el("button", { type: "button", className: "inline-link", textContent: word, on: { click: () => phone.command(word) } });
}

/** A link in a new tab; one that leads back into a Telegram chat is opened on this phone. */
function link(address, phone, ...content) {
  const href = safeUrl(address);
  if (!href) return null;
  if (leadsIntoChat(href, phone)) {
    const open = () => phone.open(href);
    return el("button", { type: "button", className: "inline-link", on: { click: open } }, ...content);
  }
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...content);
}

const leadsIntoChat = (address, phone) => phone.person.channel === "telegram" && DEEP_LINK.test(address);

function drawPicture(message, phone) {
  const src = safeUrl(message.picture);
  const alt = (message.title || message.text || "").split("\n")[0] || t("pictureFrom", { who: phone.person.who });
  const image = el("img", { src: src ?? "", alt });
  const open = { click: () => showPicture(src, alt) };
  return worded("button", { label: "openPicture", values: { what: alt }, type: "button", className: "picture", on: open }, image);
}

function drawRows(rows) {
  const cells = rows.flatMap(({ label, value }) => [el("dt", { textContent: label }), el("dd", { textContent: value })]);
  return el("dl", { className: "rows" }, ...cells);
}

function drawFile(file) {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1].toLowerCase() ?? "";
  const markProps = { className: `file-mark ending-${ending}`, "aria-hidden": "true" };
  const mark = el("span", markProps, ending.toUpperCase() || icon("file"));
  const name = el("b", { textContent: file.name });
  const words = el("span", { className: "file-words" }, name, el("small", { textContent: sizeText(file.size) }));
  const props = { className: "file", href: safeUrl(file.url) ?? "#", download: file.name };
  return worded("a", { label: "download", values: { name: file.name }, ...props }, mark, words);
}

function drawButtons(message, phone) {
  if (!message.buttons?.length) return null;
  const links = message.buttons.every((button) => button.url) ? "links" : "";
  return el("div", { className: `keys ${links}` }, ...message.buttons.map((button) => drawButton(button, phone)));
}

function drawButton(button, phone) {
  if (button.url && !button.greyed && !leadsIntoChat(button.url, phone)) return urlButton(button, phone);
  const node = el("button", { type: "button", className: "key", textContent: button.text, disabled: button.greyed });
  node.dataset.button = button.id;
  if (button.kind) node.classList.add(`key-${button.kind}`);
  if (button.kind === "option") node.setAttribute("aria-pressed", String(Boolean(button.selected)));
  node.addEventListener("click", () => phone.press(button.id, node));
  return node;
}

function urlButton(button, phone) {
  const node = link(button.url, phone, button.text);
  if (!node) return el("button", { type: "button", className: "key", textContent: button.text, disabled: true });
  node.className = "key key-url";
  node.append(worded("span", { t: "opensTab", className: "spoken" }));
  return node;
}
