// A menu that opens above its button, for the keyboard too: arrows move, Esc and a touch elsewhere close.

import { el } from "./dom.js";

let opened = null;

function close(focusBack) {
  if (!opened) return;
  const { button, list } = opened;
  opened = null;
  list.remove();
  button.setAttribute("aria-expanded", "false");
  if (focusBack) button.focus();
}

function move(list, step) {
  const items = [...list.children];
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length].focus();
}

function onKey(event) {
  if (!opened) return;
  const act = {
    Escape: () => close(true),
    ArrowDown: () => move(opened.list, 1),
    ArrowUp: () => move(opened.list, -1),
    Tab: () => close(false),
  }[event.key];
  if (!act) return;
  if (event.key !== "Tab") event.preventDefault();
  act();
}

document.addEventListener("keydown", onKey);
document.addEventListener("pointerdown", (event) => {
  if (opened && !opened.list.contains(event.target) && !opened.button.contains(event.target)) close(false);
});

/** Makes `button` open a menu; `items()` gives [{content, act}] each time. The menu stands in the button's parent. */
export function popupOn(button, className, items) {
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    if (opened?.button === button) return close(true);
    close(false);
    const list = el("div", { className: `popup ${className}`, role: "menu" });
    for (const { content, act } of items()) {
      const run = () => {
        close(true);
        act();
      };
      list.append(el("button", { type: "button", role: "menuitem", tabIndex: -1, on: { click: run } }, ...content));
    }
    if (!list.childElementCount) return undefined;
    button.parentElement.append(list);
    button.setAttribute("aria-expanded", "true");
    opened = { button, list };
    list.firstElementChild.focus();
    return undefined;
  });
}
