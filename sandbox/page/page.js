// The page of phones: one for each person, a list to find them by, and the bar that moves business time.

import * as api from "./api.js";
import { showLanguage, switchLanguage, t } from "./messages.js";
import { clockTime, shortDate } from "./moments.js";
import { Phone } from "./phone.js";
import { Rail } from "./rail.js";
import { isMoving, makeTimeBar, now, readClock } from "./timebar.js";

const BEAT_MS = 700;
const HIDDEN_MS = 5000;
const PEOPLE_EVERY = 2;
const CLOCK_EVERY = 4;
const MENU_EVERY = 30;
const ACTIVE = "fuma.active";

const row = document.getElementById("phones");
const phones = new Map();
const rail = new Rail(document.getElementById("rail"), bringForward, arrange);
const context = { now, phones: () => [...phones.values()] };
const narrow = matchMedia("(max-width: 760px)");
let lastDay = "";
let away = false;

const watcher = new IntersectionObserver(
  (sightings) => {
    for (const { target, intersectionRatio } of sightings) {
      const phone = phones.get(target.dataset.person);
      phone.inView = intersectionRatio > 0.5;
      if (phone.inView) see(phone);
    }
  },
  { root: null, threshold: [0, 0.51, 0.9] },
);

function see(phone) {
  phone.unseen = 0;
  rail.showUnread(phone.person.id, 0);
}

function addPhone(person) {
  const phone = new Phone(person, context);
  phone.node.dataset.person = person.id;
  phones.set(person.id, phone);
  rail.add(person);
  row.append(phone.node);
  watcher.observe(phone.node);
  phone.node.addEventListener("focusin", () => activate(person.id));
}

function activate(id) {
  for (const [each, phone] of phones) phone.node.classList.toggle("active", each === id);
  localStorage.setItem(ACTIVE, id);
  rail.activate(id);
}

function bringForward(id) {
  const phone = phones.get(id);
  activate(id);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  phone.node.scrollIntoView({ behavior: calm || narrow.matches ? "auto" : "smooth", inline: "center", block: "nearest" });
  phone.refresh();
  if (!narrow.matches) phone.node.querySelector(".typed").focus({ preventScroll: true });
}

function arrange(ids) {
  const shown = [...row.children].map((node) => node.dataset.person);
  if (String(shown) === String(ids)) return;
  for (const id of ids) row.append(phones.get(id).node);
  for (const phone of phones.values()) if (phone.stuck) phone.toEnd();
}

async function readPeople() {
  const people = await api.people();
  const isNew = people.filter(({ id }) => !phones.has(id));
  for (const person of isNew) addPhone(person);
  if (isNew.length) {
    rail.arrange();
    const wanted = localStorage.getItem(ACTIVE);
    activate(phones.has(wanted) ? wanted : [...phones.keys()][0]);
  }
  const waiting = people.filter(({ id, unread }) => unread > 0 && !phones.get(id).inView);
  await Promise.all(waiting.map(({ id, unread }) => readUnseen(phones.get(id), unread)));
}

async function readUnseen(phone, unread) {
  const first = !phone.loaded;
  await phone.poll();
  if (first) phone.unseen = Math.max(phone.unseen, unread);
}

function showUnread() {
  for (const [id, phone] of phones) {
    const seen = phone.inView && !document.hidden;
    if (seen) phone.unseen = 0;
    rail.showUnread(id, phone.unseen);
  }
}

async function beat(count) {
  const calls = [...phones.values()].filter((phone) => phone.inView || !phone.loaded).map((phone) => phone.poll());
  if (count % PEOPLE_EVERY === 0) calls.push(readPeople());
  if (count % CLOCK_EVERY === 0 || isMoving()) calls.push(readClock());
  for (const phone of phones.values()) if (!phone.menu || count % MENU_EVERY === 5) calls.push(phone.loadMenu());
  const settled = await Promise.allSettled(calls);
  const failed = settled.filter(({ status }) => status === "rejected");
  document.getElementById("offline").hidden = failed.length === 0;
  if (failed.some(({ reason }) => reason instanceof api.Unreachable)) away = true;
  else if (away) startOver();
  showUnread();
}

/** A server that was away may have begun anew, with new numbers: everything is read again. */
function startOver() {
  away = false;
  for (const phone of phones.values()) phone.reset();
}

async function follow() {
  for (let count = 0; ; count += 1) {
    await beat(count);
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? HIDDEN_MS : BEAT_MS));
  }
}

function showTime() {
  const words = clockTime(now());
  for (const node of document.querySelectorAll(".status-time")) if (node.textContent !== words) node.textContent = words;
  const day = shortDate(now());
  if (day !== lastDay) for (const phone of phones.values()) phone.nameDays();
  lastDay = day;
}

function start() {
  const language = document.getElementById("language");
  const nameLanguage = () => {
    language.textContent = t("language");
    language.setAttribute("aria-label", t("languageLabel"));
  };
  language.addEventListener("click", switchLanguage);
  window.addEventListener("language", () => {
    nameLanguage();
    for (const phone of phones.values()) phone.redraw();
    showUnread();
  });
  window.addEventListener("tick", showTime);
  setInterval(() => window.dispatchEvent(new Event("tick")), 1000);
  nameLanguage();
  makeTimeBar(document.getElementById("time"));
  showLanguage();
  follow();
}

start();
