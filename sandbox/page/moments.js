// Business time for the eye: always China Standard Time, whatever the browser's zone.

import { language, t } from "./messages.js";

const ZONE = "Asia/Shanghai";
const OFFSET = 8 * 3600e3;
const DAY = 24 * 3600e3;
const formatters = new Map();

function format(moment, options) {
  const key = language() + JSON.stringify(options);
  if (!formatters.has(key)) {
    formatters.set(key, new Intl.DateTimeFormat(language(), { timeZone: ZONE, hourCycle: "h23", ...options }));
  }
  return formatters.get(key).format(moment);
}

const dayNumber = (moment) => Math.floor((moment.getTime() + OFFSET) / DAY);

export const clockTime = (moment) => format(moment, { hour: "2-digit", minute: "2-digit" });
export const weekday = (moment, width = "long") => format(moment, { weekday: width });
export const fullDate = (moment) => format(moment, { year: "numeric", month: "long", day: "numeric" });
export const shortDate = (moment) => format(moment, { month: "short", day: "numeric" });
export const sameDay = (one, other) => dayNumber(one) === dayNumber(other);

/** The day as a chat names it: today, yesterday, else the date, seen from `now`. */
export function dayName(moment, now) {
  const ago = dayNumber(now) - dayNumber(moment);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  return `${shortDate(moment)} ${weekday(moment, "short")}`;
}

/** The `YYYY-MM-DDTHH:MM` of a datetime-local input. */
export const inputValue = (moment) => new Date(moment.getTime() + OFFSET).toISOString().slice(0, 16);

/** The moment such an input means, as ISO with the zone. */
export const isoOfInput = (value) => `${value.length === 16 ? `${value}:00` : value}+08:00`;

/** 8:30 of the next Monday to Friday; public holidays are not known here. */
export function nextMorning(now) {
  let day = dayNumber(now);
  const at = () => new Date(day * DAY - OFFSET + 8.5 * 3600e3);
  while (at() <= now || [0, 6].includes(new Date(day * DAY).getUTCDay())) day += 1;
  return at();
}
