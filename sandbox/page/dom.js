// Elements, pictures of signs and icons, made without a template: text is only ever set as text.

import { relabel } from "./messages.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  back: "M15 5l-7 7 7 7",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M4 12l16-8-6 17-3-7z",
  attach: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8",
  plus: "M12 3a9 9 0 1 0 .01 0M12 8v8M8 12h8",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16",
  menu: "M4 7h16M4 12h16M4 17h16",
  list: "M6 8h12M6 12h12M6 16h8",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  file: "M6 3h8l4 4v14H6zM14 3v5h4",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  down: "M6 9l6 6 6-6",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  close: "M6 6l12 12M18 6L6 18",
  globe: "M12 3a9 9 0 1 0 .01 0M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
  clock: "M12 3a9 9 0 1 0 .01 0M12 7v5l3.5 2",
  sent: "M2 13l4 4 8-9M10 16l1 1 8-9",
};

/** An element; `props` are properties, or attributes where the name has a dash or is `role`; null children fall away. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.includes("-") || name === "role") node.setAttribute(name, value);
    else if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** An element whose words (`data-t`), label or placeholder come from the messages, in the language in use. */
export function worded(tag, { t, label, placeholder, values, ...props }, ...children) {
  const node = el(tag, props, ...children);
  if (t) node.dataset.t = t;
  if (label) node.dataset.tLabel = label;
  if (placeholder) node.dataset.tPlaceholder = placeholder;
  if (values) node.dataset.tValues = JSON.stringify(values);
  relabel({ querySelectorAll: (selector) => (node.matches(selector) ? [node] : []) });
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A round or square sign of somebody: the first character of the name on a colour that the id decides. */
export function avatar(id, who) {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.codePointAt(0)) >>> 0;
  return el("span", { className: `avatar hue-${hash % 8}`, "aria-hidden": "true" }, [...who][0] ?? "?");
}

/** The address if a browser may open it from a chat (http, https or this server), else null. */
export function safeUrl(address) {
  if (!address || !URL.canParse(address, location.href)) return null;
  const url = new URL(address, location.href);
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
}
