// The sandbox's HTTP, as interfaces.md of the project has it; every failure is an Error with the server's words.

import { t } from "./messages.js";

/** No answer at all, as when the server isn't up. */
export class Unreachable extends Error {}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", ...options });
  } catch (error) {
    throw new Unreachable(t("unreachable"), { cause: error });
  }
  const body = await answer.text();
  if (!answer.ok) throw new Error(reason(body) || t("badAnswer", { status: answer.status }));
  return body ? JSON.parse(body) : null;
}

function reason(body) {
  let said;
  try {
    said = JSON.parse(body);
  } catch {
    return /^\s*</.test(body) ? "" : body.trim().slice(0, 300); // a plain-text refusal, not a page
  }
  const words = said?.error ?? said?.detail ?? said?.description ?? said?.message ?? "";
  return typeof words === "string" ? words : JSON.stringify(words);
}

const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

function upload(path, file, caption) {
  const form = new FormData();
  if (caption) form.append("caption", caption);
  form.append("file", file, file.name);
  return ask(path, { method: "POST", body: form });
}

const of = (id, what) => `/sandbox/people/${encodeURIComponent(id)}/${what}`;

export const people = () => ask("/sandbox/people");
export const chat = (id, revision) => ask(of(id, `chat?since_revision=${revision}`));
export const menu = (id) => ask(of(id, "menu"));
export const say = (id, text) => post(of(id, "say"), { text });
export const press = (id, button) => post(of(id, "press"), { button });
export const choose = (id, item) => post(of(id, "press"), { menu: item });
export const scanCode = (id, code) => post(of(id, "scan"), { code });
export const scanPicture = (id, picture) => post(of(id, "scan"), { picture });
export const scanFile = (id, file) => upload(of(id, "scan"), file, "");
export const photo = (id, file, caption) => upload(of(id, "photo"), file, caption);
export const file = (id, file, caption) => upload(of(id, "file"), file, caption);
export const signs = () => ask("/sandbox/signs");
export const clock = () => ask("/sandbox/clock");
export const advance = (duration) => post("/sandbox/clock", { advance: duration });
export const moveTo = (moment) => post("/sandbox/clock", { to: moment });
