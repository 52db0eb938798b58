// The foot of a phone: what is typed, what is attached, the menu of the app or the commands of the bot.

import * as api from "./api.js";
import { confirmUpload, pickFile } from "./dialogs.js";
import { el, icon, worded } from "./dom.js";
import { t } from "./messages.js";
import { popupOn } from "./popup.js";

const MAX_HEIGHT = 132;
const DRAFTS = "fuma.draft.";

/** Makes the foot for a phone that has `person`, `act(button, call)`, `scan()` and `node`. */
export function makeComposer(phone) {
  const { person } = phone;
  const input = textField(person);
  const send = worded("button", { label: "send", type: "submit", className: "send" }, icon("send"), worded("span", { t: "send" }));
  const form = el("form", { className: "write" }, input, attachButton(phone), send);
  const foot = el("footer", { className: "foot" }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendText(phone, input, send);
  });
  acceptDrops(phone, input);
  if (person.channel === "telegram") addCommands(phone, foot, form, input);
  else addMenuBar(phone, foot);
  return foot;
}

function textField(person) {
  const props = { rows: 1, maxLength: 4096, autocomplete: "off", enterKeyHint: "send", className: "typed" };
  const input = worded("textarea", { label: "messageTo", values: { who: person.who }, placeholder: "message", ...props });
  input.value = sessionStorage.getItem(DRAFTS + person.id) ?? "";
  input.addEventListener("input", () => changed(input, person));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    input.form.requestSubmit();
  });
  requestAnimationFrame(() => changed(input, person));
  return input;
}

function changed(input, person) {
  input.style.height = "auto";
  if (input.value) input.style.height = `${Math.min(input.scrollHeight, MAX_HEIGHT)}px`;
  else input.style.height = "";
  input.form?.classList.toggle("has-text", input.value.trim() !== "");
  sessionStorage.setItem(DRAFTS + person.id, input.value);
}

async function sendText(phone, input, send) {
  const text = input.value.trim();
  if (!text || send.disabled) return;
  const sent = await phone.act(send, () => api.say(phone.person.id, text));
  if (sent && input.value.trim() === text) {
    input.value = "";
    input.dispatchEvent(new Event("input"));
  }
  input.focus({ preventScroll: true });
}

function attachButton(phone) {
  const button = worded("button", { label: "attach", type: "button", className: "attach" }, icon("plus"), icon("attach"));
  const pick = (accept, kind) => () => pickFile(accept, (file) => offer(phone, file, kind));
  popupOn(button, "attach-popup", () => [
    { content: [icon("picture"), t("photo")], act: pick("image/*", "photo") },
    { content: [icon("file"), t("file")], act: pick("", "file") },
    { content: [icon("scan"), t("scan")], act: () => phone.scan() },
  ]);
  return el("div", { className: "anchor" }, button);
}

function offer(phone, file, kind) {
  const send = kind === "photo" ? api.photo : api.file;
  confirmUpload(file, kind, async (chosen, caption) => {
    await send(phone.person.id, chosen, caption);
    phone.refresh();
  });
}

function acceptDrops(phone, input) {
  const take = (event, files) => {
    if (!files?.length) return;
    event.preventDefault();
    offer(phone, files[0], files[0].type.startsWith("image/") ? "photo" : "file");
  };
  input.addEventListener("paste", (event) => take(event, event.clipboardData?.files));
  phone.node.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  phone.node.addEventListener("drop", (event) => take(event, event.dataTransfer.files));
}

/** Does what touching an item of the menu does: opens the scanner, or leaves the rest to the platform. */
function choose(phone, item, button) {
  if (item.type.startsWith("scancode")) phone.scan();
  else phone.act(button, () => api.choose(phone.person.id, item.id));
}

function addMenuBar(phone, foot) {
  const bar = worded("div", { label: "menu", role: "toolbar", className: "menu-bar" });
  foot.append(bar);
  phone.withMenu((items) => {
    bar.hidden = items.length === 0;
    bar.replaceChildren(...items.map((item) => menuButton(phone, item)));
  });
}

function menuButton(phone, item) {
  const button = el("button", { type: "button" }, item.children?.length ? icon("list") : "", el("span", { textContent: item.text }));
  const entry = (child) => ({ content: [child.text], act: () => choose(phone, child, button) });
  if (item.children?.length) popupOn(button, "menu-popup", () => item.children.map(entry));
  else button.addEventListener("click", () => choose(phone, item, button));
  return el("div", { className: "anchor" }, button);
}

const commandOf = (item) => (/^\/?[a-z0-9_]+$/.test(item.id) ? `/${item.id.replace("/", "")}` : "");

function addCommands(phone, foot, form, input) {
  let commands = [];
  const props = { label: "commandList", type: "button", className: "commands" };
  const button = worded("button", props, icon("menu"), worded("span", { t: "commands" }));
  const run = (item) => phone.act(button, () => api.choose(phone.person.id, item.id));
  const words = (item) => [el("b", { textContent: commandOf(item) }), " ", el("span", { textContent: item.text })];
  popupOn(button, "command-popup", () => commands.map((item) => ({ content: words(item), act: () => run(item) })));
  form.prepend(el("div", { className: "anchor menu-anchor" }, button));
  const hints = worded("div", { label: "commandList", className: "hints", hidden: true });
  foot.prepend(hints);
  input.addEventListener("input", () => {
    const fitting = input.value.startsWith("/") ? commands.filter((item) => commandOf(item).startsWith(input.value.trim())) : [];
    const act = (item) => async () => {
      if (await run(item)) input.value = "";
      input.dispatchEvent(new Event("input"));
      input.focus();
    };
    hints.hidden = fitting.length === 0;
    hints.replaceChildren(...fitting.map((item) => el("button", { type: "button", on: { click: act(item) } }, ...words(item))));
  });
  phone.withMenu((items) => {
    commands = items;
    button.parentElement.hidden = items.length === 0;
  });
}

