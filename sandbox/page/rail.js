// Everybody in one list: who, what for, which app, and whether something new came.

import { avatar, el, icon, worded } from "./dom.js";
import { relabel, t } from "./messages.js";
import { badge } from "./phone.js";

const PINNED = "fuma.pinned";

export class Rail {
  /** `go(id)` brings a phone to the front; `order(ids)` puts the pinned ones first. */
  constructor(node, go, order) {
    Object.assign(this, { node, go, order, entries: new Map() });
    this.pinned = JSON.parse(localStorage.getItem(PINNED) ?? "[]");
  }

  add(person) {
    const dot = el("span", { className: "dot", hidden: true });
    const words = el("span", { className: "rail-words" }, el("b", { textContent: person.who }), el("small", { textContent: person.note }));
    const face = el("span", { className: "rail-face" }, avatar(person.id, person.who), badge(person.channel));
    const go = el("button", { type: "button", className: "rail-go", on: { click: () => this.go(person.id) } }, face, words, dot);
    const pin = worded("button", { label: "pin", values: { who: person.who }, type: "button", className: "rail-pin" }, icon("pin"));
    pin.addEventListener("click", () => this.toggle(person.id));
    const entry = { dot, go, pin, node: el("div", { className: "rail-entry" }, go, pin) };
    this.entries.set(person.id, entry);
    this.node.append(entry.node);
  }

  toggle(id) {
    this.pinned = this.pinned.includes(id) ? this.pinned.filter((one) => one !== id) : [...this.pinned, id];
    localStorage.setItem(PINNED, JSON.stringify(this.pinned));
    this.arrange();
    this.go(id);
  }

  /** Puts the pinned people first, in the list and in the row of phones. */
  arrange() {
    const ids = [...this.entries.keys()];
    const pinned = this.pinned.filter((id) => this.entries.has(id));
    const sorted = [...pinned, ...ids.filter((id) => !pinned.includes(id))];
    const focused = document.activeElement;
    for (const id of sorted) {
      const { node, pin } = this.entries.get(id);
      const isPinned = pinned.includes(id);
      node.classList.toggle("pinned", isPinned);
      pin.setAttribute("aria-pressed", String(isPinned));
      pin.dataset.tLabel = isPinned ? "unpin" : "pin";
      this.node.append(node);
    }
    relabel(this.node);
    if (this.node.contains(focused)) focused.focus();
    this.order(sorted);
  }

  activate(id) {
    for (const [each, { node, go }] of this.entries) {
      node.classList.toggle("active", each === id);
      if (each === id) go.setAttribute("aria-current", "true");
      else go.removeAttribute("aria-current");
    }
    this.entries.get(id)?.node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  showUnread(id, count) {
    const { dot, node } = this.entries.get(id);
    dot.hidden = count === 0;
    dot.textContent = count > 99 ? "99+" : String(count);
    dot.setAttribute("aria-label", t("unread", { n: count }));
    node.classList.toggle("has-unread", count > 0);
  }
}
