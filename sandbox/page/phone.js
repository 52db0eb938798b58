// One person's phone: its head, the chat that follows the server, and the foot to write with.

import * as api from "./api.js";
import { drawMessage } from "./bubble.js";
import { makeComposer } from "./composer.js";
import { whileBusy } from "./dialogs.js";
import { el, icon, worded } from "./dom.js";
import { t } from "./messages.js";
import { dayName, clockTime, sameDay } from "./moments.js";
import { openScan } from "./scan.js";

const NEAR_END = 60;
const GAP = 5 * 60e3;
const NOTICE_MS = 3500;

export class Phone {
  /** `page` has `now()`, the business time, and `phones()`, all of them. */
  constructor(person, page) {
    this.person = person;
    this.page = page;
    this.messages = new Map();
    this.revision = 0;
    this.loaded = false;
    this.inView = false;
    this.unseen = 0;
    this.fresh = 0;
    this.stuck = true;
    this.scrolledTo = 0;
    this.menuReaders = [];
    this.node = this.#frame();
    this.#followEnd();
  }

  #frame() {
    const { who, note, channel } = this.person;
    const values = { who };
    const node = worded("section", { label: "phoneOf", values, className: `phone ${channel}`, id: `phone-${this.person.id}` });
    this.node = node;
    this.list = el("div", { className: "list" });
    const logProps = { role: "log", "aria-live": "polite", className: "log", tabIndex: 0 };
    this.log = worded("div", { label: "chatOf", values, ...logProps }, this.list);
    this.more = el("button", { type: "button", className: "more", hidden: true, on: { click: () => this.toEnd() } });
    this.notice = el("div", { className: "notice", role: "status" });
    const owner = el("p", { className: "owner" }, el("b", { textContent: who }), el("span", { textContent: note }), badge(channel));
    const middle = el("div", { className: "middle" }, this.log, this.more, this.notice);
    node.append(owner, el("div", { className: "screen" }, statusBar(), this.#head(), middle, makeComposer(this)));
    return node;
  }

  #head() {
    const open = { click: () => this.scan() };
    const scan = worded("button", { label: "scan", type: "button", className: "head-scan", on: open }, icon("scan"));
    const bot = worded("small", { t: "bot" });
    const title = el("div", { className: "head-title" }, worded("b", { t: "app" }), bot);
    const face = el("span", { className: "avatar face-fuma", "aria-hidden": "true" }, "赋");
    return el("div", { className: "head" }, icon("back"), face, title, scan);
  }

  #followEnd() {
    this.log.addEventListener("scroll", () => {
      const { scrollTop, scrollHeight, clientHeight } = this.log;
      if (!clientHeight) return;
      const wentUp = scrollTop < this.scrolledTo; // a picture that loads late moves the end away, not the reader
      this.scrolledTo = scrollTop;
      if (scrollHeight - scrollTop - clientHeight < NEAR_END) this.#atEnd();
      else if (wentUp) this.stuck = false;
    });
    const watcher = new ResizeObserver(() => this.stuck && this.toEnd());
    watcher.observe(this.log);
    watcher.observe(this.list);
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.scrolledTo = this.log.scrollTop;
    this.#atEnd();
  }

  #atEnd() {
    this.stuck = true;
    if (this.fresh) this.#countFresh(0);
  }

  #countFresh(count) {
    this.fresh = count;
    this.more.hidden = count === 0;
    this.more.replaceChildren(icon("down"), t("newMessages", { n: count }));
  }

  /** Fetches the menu, which a bot may change at any time. Raises what the call raises. */
  async loadMenu() {
    this.menu = await api.menu(this.person.id);
    const told = JSON.stringify(this.menu);
    if (told === this.menuTold) return;
    this.menuTold = told;
    for (const read of this.menuReaders) read(this.menu);
  }

  /** Calls `read` with the menu now, if known, and whenever it changes. */
  withMenu(read) {
    this.menuReaders.push(read);
    read(this.menu ?? []);
  }

  /** Forgets the chat, which the next poll reads from the start. */
  reset() {
    this.list.replaceChildren();
    this.messages.clear();
    this.last = null;
    this.revision = 0;
    this.loaded = false;
    this.stuck = true;
  }

  /** Fetches what changed; a call while another is under way waits for one more round of its own. Raises what the call raises. */
  async poll() {
    if (this.polling) {
      this.again = true;
      return this.polling;
    }
    this.polling = this.#fetch().finally(() => {
      this.polling = null;
    });
    return this.polling;
  }

  async #fetch() {
    do {
      this.again = false;
      const changed = await api.chat(this.person.id, this.revision);
      for (const message of changed) this.#take(message);
      if (!this.loaded) this.#emptyHint();
      this.loaded = true;
    } while (this.again);
  }

  #take(message) {
    this.revision = Math.max(this.revision, message.revision);
    const known = this.messages.get(message.id);
    this.messages.set(message.id, message);
    if (message.deleted) known?.node?.remove();
    else if (known?.node) this.#redraw(known, message);
    else this.#append(message);
    const pressed = this.pressed?.id === message.id && Date.now() - this.pressed.at < 10e3;
    if (this.loaded && message.notice && (pressed || message.notice !== known?.notice)) this.#tell(message.notice);
  }

  #append(message) {
    this.list.querySelector(".empty")?.remove();
    const before = this.last ? new Date(this.last.at) : null;
    const at = new Date(message.at);
    if (this.#divides(before, at)) this.list.append(this.#divider(at, before));
    message.node = drawMessage(message, this);
    this.list.append(message.node);
    this.last = message;
    if (message.from === "me") this.stuck = true;
    else if (this.loaded && !this.inView) this.unseen += 1;
    if (this.stuck) this.toEnd();
    else if (this.loaded) this.#countFresh(this.fresh + 1);
  }

  #redraw(known, message) {
    const focused = known.node.contains(document.activeElement) ? document.activeElement.dataset.button : null;
    const old = known.node;
    message.node = drawMessage(message, this);
    old.replaceWith(message.node);
    if (this.last?.id === message.id) this.last = message;
    if (!focused) return;
    const again = message.node.querySelector(`[data-button="${CSS.escape(focused)}"]:enabled`);
    (again ?? this.log).focus({ preventScroll: true });
  }

  #divides(before, at) {
    if (!before || !sameDay(before, at)) return true;
    return this.person.channel === "wecom" && at - before > GAP;
  }

  #divider(at, before) {
    const line = el("div", { className: "divider" }, el("span"));
    line.dataset.at = at.toISOString();
    line.dataset.day = String(!before || !sameDay(before, at));
    this.#nameDivider(line);
    return line;
  }

  #nameDivider(line) {
    const at = new Date(line.dataset.at);
    const day = dayName(at, this.page.now());
    const names = this.person.channel === "telegram" ? day : `${day === t("today") ? "" : day} ${clockTime(at)}`.trim();
    line.firstElementChild.textContent = names;
  }

  #emptyHint() {
    if (this.messages.size) return;
    const telegram = this.person.channel === "telegram";
    const words = worded("p", { t: telegram ? "emptyTelegram" : "emptyWecom" });
    const start = worded("button", { t: "start", type: "button", className: "start", on: { click: () => this.command("/start") } });
    this.list.append(el("div", { className: "empty" }, worded("b", { t: "empty" }), words, telegram ? start : null));
  }

  #tell(words) {
    clearTimeout(this.noticeTimer);
    this.notice.textContent = words;
    this.noticeTimer = setTimeout(() => this.notice.replaceChildren(), NOTICE_MS);
  }

  /** Draws everything anew, in the language in use. */
  redraw() {
    for (const message of this.messages.values()) if (message.node) this.#redraw(message, message);
    this.nameDays();
    this.#countFresh(this.fresh);
  }

  /** Names the days anew when business time has moved on. */
  nameDays() {
    for (const line of this.list.querySelectorAll(".divider")) this.#nameDivider(line);
  }

  /** Runs an act of this person with its button busy, then shows what came of it. Answers whether it worked. */
  async act(button, call) {
    const worked = await whileBusy(button, call);
    this.refresh();
    return worked;
  }

  /** Fetches soon; if the server is away the page's own rounds tell. */
  refresh() {
    this.poll().catch(() => undefined);
  }

  press(id, node) {
    this.pressed = { id: [...this.messages.values()].find((one) => one.node?.contains(node))?.id, at: Date.now() };
    return this.act(node, () => api.press(this.person.id, id));
  }

  command(text) {
    return this.act(this.log, () => api.say(this.person.id, text));
  }

  open(url) {
    return this.act(this.log, () => api.scanCode(this.person.id, url));
  }

  scan() {
    openScan(this, this.page.phones());
  }

  /** The newest pictures of this chat, newest first. */
  pictures() {
    const all = [...this.messages.values()].filter((message) => message.picture && !message.deleted);
    return all.reverse().map((message) => ({ url: message.picture, at: message.at, who: this.person.who }));
  }
}

export function badge(channel) {
  return worded("span", { t: channel, className: `badge badge-${channel}` });
}

function statusBar() {
  const decor = el("span", { className: "status-decor", "aria-hidden": "true" }, el("i"), el("i"), el("i"), el("em"));
  return el("div", { className: "status", "aria-hidden": "true" }, el("span", { className: "status-time" }), decor);
}
