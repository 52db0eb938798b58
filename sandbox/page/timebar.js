// Business time in large type, and the ways to move it on.

import * as api from "./api.js";
import { whileBusy } from "./dialogs.js";
import { el, worded } from "./dom.js";
import { t } from "./messages.js";
import { clockTime, fullDate, inputValue, isoOfInput, nextMorning, weekday } from "./moments.js";
import { toast } from "./toast.js";

const LAST_MOMENT = "9999-12-31T23:59"; // without it a year takes six digits, and typing never gets to the hour

const known = { moment: Date.now(), read: performance.now() };
let moving = false;

/** Business time now, by the last answer of the server and what has passed since. */
export const now = () => new Date(known.moment + performance.now() - known.read);
export const isMoving = () => moving;

function learn(answer) {
  known.moment = Date.parse(answer.now);
  known.read = performance.now();
}

/** Asks the server for the time. Raises what the call raises. */
export async function readClock() {
  learn(await api.clock());
  window.dispatchEvent(new Event("tick"));
}

const JUMPS = [
  ["half", () => api.advance("PT30M")],
  ["twoHours", () => api.advance("PT2H")],
  ["morning", () => api.moveTo(isoOfInput(inputValue(nextMorning(now()))))],
  ["day", () => api.advance("P1D")],
];

/** Fills the bar; it follows the `tick` and `language` events of the window. */
export function makeTimeBar(bar) {
  const shown = { date: el("span"), weekday: el("span"), clock: el("b", { className: "clock" }) };
  const date = el("span", { className: "date" }, shown.date, shown.weekday);
  const props = { label: "businessTime", role: "timer", "aria-live": "off", className: "face" };
  const face = worded("div", props, shown.clock, date);
  const jumps = makeJumps();
  const fold = el("details", { className: "fold" }, worded("summary", { t: "jumpTime" }), jumps);
  const progress = worded("p", { className: "progress", role: "status", hidden: true, t: "moving" });
  bar.append(face, fold, progress);
  const narrow = matchMedia("(max-width: 1020px)");
  const unfold = () => (fold.open = !narrow.matches);
  narrow.addEventListener("change", unfold);
  unfold();
  document.addEventListener("pointerdown", (event) => narrow.matches && !fold.contains(event.target) && unfold());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !narrow.matches || !fold.open) return;
    if (fold.contains(document.activeElement)) fold.firstElementChild.focus();
    unfold();
  });
  const draw = () => {
    shown.clock.textContent = clockTime(now());
    shown.date.textContent = fullDate(now());
    shown.weekday.textContent = weekday(now());
  };
  window.addEventListener("tick", draw);
  window.addEventListener("language", draw);
  bar.addEventListener("moving", () => {
    bar.classList.toggle("moving", moving);
    progress.hidden = !moving;
    for (const control of jumps.querySelectorAll("button, input")) control.disabled = moving;
    if (moving) unfold();
  });
  draw();
}

function makeJumps() {
  const buttons = JUMPS.map(([name, call]) => {
    const button = worded("button", { t: name, type: "button", className: "jump" });
    button.addEventListener("click", () => move(button, call));
    return button;
  });
  const input = worded("input", { label: "jumpTo", type: "datetime-local", className: "moment", required: true, step: 60, max: LAST_MOMENT });
  const go = worded("button", { t: "jump", type: "submit", className: "jump go" });
  const form = el("form", { className: "jump-form", noValidate: true }, input, go);
  input.addEventListener("focus", () => {
    if (!input.value) input.value = inputValue(now());
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const target = input.value ? isoOfInput(input.value) : null;
    if (!target || Date.parse(target) <= now()) toast(new Error(t("past")));
    else if (await move(go, () => api.moveTo(target))) input.value = "";
  });
  return el("div", { className: "jumps" }, ...buttons, form);
}

/** Moves time with the bar disabled, watched turning while the server is at work. Answers whether it worked. */
async function move(button, call) {
  const bar = button.closest(".time");
  const tell = (state) => {
    moving = state;
    bar.dispatchEvent(new Event("moving"));
  };
  tell(true);
  const worked = await whileBusy(button, async () => learn(await call()));
  tell(false);
  window.dispatchEvent(new Event("tick"));
  return worked;
}
