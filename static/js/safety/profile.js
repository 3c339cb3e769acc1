// The person's health answers, ticked signs and completed checks: kept on this phone at the tap, and the same in every
// window. A yes wins over a no that another window writes. What could not be written counts as yes and outlives the
// page as a mark, so that an older no does not come back. A clearance counts only once it is written.
//
// A profile is {answers: {key: answer}, signs: {day, signs, at}, check: {at, day, signsAt}, unsaved: [name]}.

import { activeSigns, reconcile } from "./rules.js";
import * as store from "../core/store.js";

const ANSWERS = "answers";
const SIGNS = "closed";
const CHECK = "checked";
const NAMES = [ANSWERS, SIGNS, CHECK];
const CHANNEL = "thumbwidth-safety";
// Questions that asked something else in the first edition, whose answers carry no moment: those are asked again.
const REWORDED = new Set(["spine", "clot-past", "kidney", "numb", "organs", "bone"]);
const MARK = "thumbwidth-unsaved"; // {name: epoch ms} of what could not be written
const SIGN = "sign "; // begins the name of a sign; the name of an answer is its key
const listeners = new Set();
const memory = new Map(); // by name what this page alone holds: yes answers and ticked signs on their way, and what failed
const failed = new Map(); // by name the time of what could not be written
let read = { answers: {}, signs: undefined }; // what the database held when it was last read
let known = { answers: {}, signs: undefined, check: undefined, unsaved: [] };
let channel;

/* --- what is not in the database --- */

function readMark() {
  try {
    return JSON.parse(localStorage.getItem(MARK) ?? "{}");
  } catch {
    return {};
  }
}

function writeMark() {
  try {
    failed.size ? localStorage.setItem(MARK, JSON.stringify(Object.fromEntries(failed))) : localStorage.removeItem(MARK);
  } catch {
    // The page's own memory still holds it.
  }
}

const signName = (slug) => SIGN + slug;
const namesOf = ({ answers = {}, signs = {} }) => [...Object.entries(answers), ...Object.entries(signs).map(([slug, at]) => [signName(slug), at])];

/** Hold what is stricter than the database until it is written; a no is not held. */
function hold(changes) {
  for (const [name, value] of namesOf(changes)) if (value.value !== "no") memory.set(name, value);
}

/** Hold what could not be written, a no as not sure, and mark it for the next page. */
function holdFailed(changes, at = store.now().ms) {
  for (const [name, value] of namesOf(changes)) {
    memory.set(name, value.value === "no" ? { ...value, value: "not-sure", unsaved: true } : value);
    failed.set(name, at);
  }
  writeMark();
}

/** Let go of what is written now, unless it changed on the way. */
function release(changes, unticked) {
  for (const [name, value] of namesOf(changes)) {
    if (memory.get(name) === value || failed.has(name)) memory.delete(name);
    failed.delete(name);
  }
  for (const slug of unticked) [memory, failed].forEach((held) => held.delete(signName(slug)));
  writeMark();
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isListOfNames = (value) => Array.isArray(value) && value.every((name) => typeof name === "string");
const isTimes = (value) => isRecord(value) && Object.values(value).every(Number.isFinite);

/** Whether the record of ticked signs can be read; without one there was no tick. */
function isReadable(closed) {
  if (closed == null) return true;
  const { signs, at = {}, checked = [] } = closed;
  return isListOfNames(signs) && isTimes(at) && isListOfNames(checked);
}

/** The answers that can be read: a question without one is open. */
const readableAnswers = (answers) => (isRecord(answers) ? Object.fromEntries(Object.entries(answers).filter(([, answer]) => isRecord(answer))) : {});

/** The ticked signs that can be read. */
const readable = (closed) => (isReadable(closed) ? closed : undefined);

/** An answer as it counts while it is not in the database: nobody's agreement to it holds. */
const uncleared = ({ cleared: _cleared, ...answer }) => answer;

/** The records of the database with what this page alone holds over them; what a mark names counts as not sure. */
function overlay({ answers, closed: stored, checked }) {
  const closed = readable(stored);
  const { day, ms } = store.now();
  for (const [name, at] of Object.entries(readMark())) if (!failed.has(name)) failed.set(name, Number(at) || ms);
  const isKept = ([key, answer]) => answer?.at !== undefined || !REWORDED.has(key);
  const merged = Object.fromEntries(Object.entries(readableAnswers(answers)).filter(isKept));
  const signs = { day, ...closed, signs: [...(closed?.signs ?? [])], at: { ...closed?.at } };
  for (const name of new Set([...memory.keys(), ...failed.keys()])) {
    if (!name.startsWith(SIGN)) merged[name] = memory.has(name) ? uncleared(memory.get(name)) : { value: "not-sure", given: day, at: ms, unsaved: true };
    else {
      const slug = name.slice(SIGN.length);
      if (!signs.signs.includes(slug)) signs.signs.push(slug);
      signs.at[slug] = memory.get(name) ?? failed.get(name);
    }
  }
  const check = isReadable(stored) || !checked ? checked : { ...checked, signsAt: undefined }; // they are asked again
  return { answers: merged, signs, check, unsaved: [...failed.keys()] };
}

/* --- reading --- */

/** What is known without waiting: the profile as it was last read or written in this page. */
export const snapshot = () => known;

/** Read the profile anew. Where it cannot be read, every question is open, and signs that were known stay. */
export async function load() {
  const records = await store.getAll(NAMES).catch(() => ({ [SIGNS]: known.signs }));
  read = { answers: readableAnswers(records[ANSWERS]), signs: readable(records[SIGNS]) };
  known = overlay(records);
  return known;
}

const recordsOf = ({ answers, signs, check }) => ({ [ANSWERS]: answers, [SIGNS]: signs, [CHECK]: check });

/** Call `changed(profile)` after every change, in whichever window it was made. */
export function subscribe(changed) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

async function announce(message) {
  channel?.postMessage(message ?? {});
  await reload();
}

async function reload() {
  await load();
  for (const changed of listeners) changed(known);
}

function listen() {
  if (channel || !globalThis.BroadcastChannel) return;
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data.unsaved) holdFailed(data.unsaved);
    reload();
  };
}

/** Follow the other windows. A page in the back/forward cache hears nothing: it reads anew when it comes back. */
export function follow() {
  listen();
  addEventListener("pagehide", () => {
    channel?.close();
    channel = undefined;
  });
  addEventListener("pageshow", ({ persisted }) => {
    listen();
    if (persisted) reload();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && reload());
}

/* --- writing --- */

const isSame = (one, other) => one?.value === other?.value && one?.at === other?.at && one?.given === other?.given;

/** The answer to keep: `base` is the one that the writing window knew when the person changed it. */
export function resolveAnswer(stored, base, next) {
  const isNew = stored && stored.value !== "no" && !isSame(stored, base);
  if (!isNew) return next;
  return reconcile(stored, next);
}

let writing = Promise.resolve();

/** Write one after the other: what a person changes twice in quick succession is no conflict of two windows. */
function inTurn(write) {
  const done = writing.then(write);
  writing = done.catch(() => {});
  return done;
}

/**
 * Keep the answers that a person has just changed, {key: {value, areas?, cleared?}}. `base()` is the profile as this
 * window shows it. Resolves to whether they are on the phone; if not, each counts as yes.
 */
export async function saveAnswers(changes, base = () => read) {
  const { day, ms } = store.now();
  const next = Object.fromEntries(Object.entries(changes).map(([key, answer]) => [key, { ...answer, given: day, at: ms }]));
  if (!Object.keys(next).length) return true;
  hold({ answers: next }); // until it is written, only what is stricter is known
  known = overlay(recordsOf(known));
  return inTurn(async () => {
    const shown = base().answers;
    const merge = ({ answers: stored }) => {
      const answers = readableAnswers(stored);
      if (!stored) store.askToStay();
      const merged = Object.entries(next).map(([key, answer]) => [key, resolveAnswer(answers[key], shown[key], answer)]);
      return { answers: { ...answers, ...Object.fromEntries(merged) } };
    };
    return commit([ANSWERS], merge, { answers: next });
  });
}

/** Write records and tell every window; what could not be written is held and marked. */
async function commit(names, change, changes, unticked = []) {
  try {
    await store.update(names, change);
  } catch {
    holdFailed(changes);
    await announce({ unsaved: changes });
    return false;
  }
  release(changes, unticked);
  await announce();
  return true;
}

/**
 * Keep ticked and unticked signs, {slug: true|false}. Only a sign that this window shows is unticked: one that another
 * window ticked later stays. Resolves to whether it is on the phone.
 */
export async function saveSigns(changes, base = () => read) {
  const { day, ms } = store.now();
  const ticked = Object.fromEntries(Object.entries(changes).filter(([, on]) => on).map(([slug]) => [slug, ms]));
  const unticked = Object.keys(changes).filter((slug) => !changes[slug]);
  hold({ signs: ticked });
  known = overlay(recordsOf(known));
  return inTurn(async () => {
    const shown = base().signs;
    const change = ({ closed: stored }) => {
      const closed = readable(stored);
      const at = { ...closed?.at };
      const isGone = (slug) => changes[slug] === false && at[slug] === shown?.at?.[slug];
      const signs = [...new Set([...activeSigns(closed, { day, ms }), ...Object.keys(ticked)])].filter((slug) => !isGone(slug));
      const times = Object.fromEntries(signs.map((slug) => [slug, ticked[slug] ?? at[slug]]).filter(([, time]) => time !== undefined));
      const lasting = Object.keys(ticked).length ? day : (closed?.day ?? day);
      const checked = (closed?.checked ?? []).filter((slug) => signs.includes(slug) && !(slug in ticked)); // a new tick is unchecked
      return { closed: signs.length ? { day: lasting, signs, at: times, ...(checked.length && { checked }) } : null };
    };
    return commit([SIGNS], change, { signs: ticked }, unticked);
  });
}

/** Keep that a professional has looked at what is behind ticked signs: those that this may open no longer count. Resolves
 * to whether it is on the phone; if not, they count. */
export async function saveChecked(slugs) {
  const change = ({ closed }) => ({ closed: { ...readable(closed), checked: [...new Set([...(readable(closed)?.checked ?? []), ...slugs])] } });
  return inTurn(() => commit([SIGNS], change, {}));
}

/** Note that a check is completed; `signs`: with both lists of signs shown whole. */
export async function saveCheck({ signs }) {
  const { day, ms } = store.now();
  const change = ({ checked, closed }) => ({
    checked: { ...checked, at: ms, day, ...(signs && { signsAt: ms }) },
    ...(signs && !isReadable(closed) && { closed: null }), // all of them were answered anew
  });
  await store.update([CHECK, SIGNS], change).catch(() => {});
  known = { ...known, check: { ...known.check, at: ms, day, ...(signs && { signsAt: ms }) } };
}

/** Forget what this page holds, after everything on the phone was cleared. */
export async function forget() {
  memory.clear();
  failed.clear();
  writeMark();
  await announce();
}
