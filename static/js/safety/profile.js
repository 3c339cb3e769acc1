// The profile: health answers, ticked signs and completed checks, stored at the tap and shared by all windows. A yes
// takes precedence over a no from another window. A value that could not be written counts as yes; a mark of it
// outlives the page, so that an older no does not return. A clearance counts only once it is written.
//
// A profile is {answers: {key: answer}, signs: {day, signs, at}, check: {at, day, signsAt}, unsaved: [name]}.

import { activeSigns, reconcile } from "./rules.js";
import * as store from "../core/store.js";

const ANSWERS = "answers";
const SIGNS = "closed";
const CHECK = "checked";
const RECORD_NAMES = [ANSWERS, SIGNS, CHECK];
const CHANNEL = "thumbwidth-safety";
// Questions whose meaning changed after the first edition. Answers without a time are from then, and are asked again.
const REWORDED_QUESTIONS = new Set(["spine", "clot-past", "kidney", "numb", "organs", "bone"]);
const UNSAVED_KEY = "thumbwidth-unsaved"; // {name: epoch ms} of values that could not be written
const SIGN_PREFIX = "sign "; // prefix of a sign's name; the name of an answer is its key
const listeners = new Set();
const pendingValues = new Map(); // by name: yes answers and ticked signs being written, and failed writes
const failures = new Map(); // by name: the time of a failed write
let lastRead = { answers: {}, signs: undefined }; // the database when it was last read
let current = { answers: {}, signs: undefined, check: undefined, unsaved: [] };
let channel;

/* --- pending values --- */

function readUnsavedMarks() {
  try {
    return JSON.parse(localStorage.getItem(UNSAVED_KEY) ?? "{}");
  } catch {
    return {};
  }
}

function writeUnsavedMarks() {
  try {
    failures.size ? localStorage.setItem(UNSAVED_KEY, JSON.stringify(Object.fromEntries(failures))) : localStorage.removeItem(UNSAVED_KEY);
  } catch {
    // The value stays in the memory of the page.
  }
}

const signName = (slug) => SIGN_PREFIX + slug;
const namesOf = ({ answers = {}, signs = {} }) => [...Object.entries(answers), ...Object.entries(signs).map(([slug, at]) => [signName(slug), at])];

/** Hold values stricter than the database until they are written; a no is not held. */
function rememberStricter(changes) {
  for (const [name, value] of namesOf(changes)) if (value.value !== "no") pendingValues.set(name, value);
}

/** Hold values that could not be written, a no as not sure, and mark them for the next page. */
function rememberFailed(changes, at = store.now().ms) {
  for (const [name, value] of namesOf(changes)) {
    pendingValues.set(name, value.value === "no" ? { ...value, value: "not-sure", unsaved: true } : value);
    failures.set(name, at);
  }
  writeUnsavedMarks();
}

/** Drop the values that are written now, unless they changed meanwhile. */
function forgetWritten(changes, unticked) {
  for (const [name, value] of namesOf(changes)) {
    if (pendingValues.get(name) === value || failures.has(name)) pendingValues.delete(name);
    failures.delete(name);
  }
  for (const slug of unticked) [pendingValues, failures].forEach((map) => map.delete(signName(slug)));
  writeUnsavedMarks();
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isListOfNames = (value) => Array.isArray(value) && value.every((name) => typeof name === "string");
const isTimes = (value) => isRecord(value) && Object.values(value).every(Number.isFinite);

/** Whether the record of ticked signs can be read; no record means no tick. */
function isReadable(closed) {
  if (closed == null) return true;
  const { signs, at = {}, checked = [] } = closed;
  return isListOfNames(signs) && isTimes(at) && isListOfNames(checked);
}

/** Return the readable answers: a question without one is open. */
const readableAnswers = (answers) => (isRecord(answers) ? Object.fromEntries(Object.entries(answers).filter(([, answer]) => isRecord(answer))) : {});

/** Return the record of ticked signs if it can be read. */
const readableSigns = (closed) => (isReadable(closed) ? closed : undefined);

/** Return an answer without its clearance, which does not count before it is in the database. */
const withoutClearance = ({ cleared: _cleared, ...answer }) => answer;

/** Merge the database records with the pending values of this page; a marked name counts as not sure. */
function withPending({ answers, closed: stored, checked }) {
  const closed = readableSigns(stored);
  const { day, ms } = store.now();
  for (const [name, at] of Object.entries(readUnsavedMarks())) if (!failures.has(name)) failures.set(name, Number(at) || ms);
  const isUsable = ([key, answer]) => answer?.at !== undefined || !REWORDED_QUESTIONS.has(key);
  const merged = Object.fromEntries(Object.entries(readableAnswers(answers)).filter(isUsable));
  const signs = { day, ...closed, signs: [...(closed?.signs ?? [])], at: { ...closed?.at } };
  for (const name of new Set([...pendingValues.keys(), ...failures.keys()])) {
    if (!name.startsWith(SIGN_PREFIX)) merged[name] = pendingValues.has(name) ? withoutClearance(pendingValues.get(name)) : { value: "not-sure", given: day, at: ms, unsaved: true };
    else {
      const slug = name.slice(SIGN_PREFIX.length);
      if (!signs.signs.includes(slug)) signs.signs.push(slug);
      signs.at[slug] = pendingValues.get(name) ?? failures.get(name);
    }
  }
  const check = isReadable(stored) || !checked ? checked : { ...checked, signsAt: undefined }; // the signs are asked again
  return { answers: merged, signs, check, unsaved: [...failures.keys()] };
}

/* --- reading --- */

/** Return the profile as this page last read or wrote it. */
export const snapshot = () => current;

/** Read the profile again. If that fails, every question is open, and known signs stay. */
export async function load() {
  const records = await store.getAll(RECORD_NAMES).catch(() => ({ [SIGNS]: current.signs }));
  lastRead = { answers: readableAnswers(records[ANSWERS]), signs: readableSigns(records[SIGNS]) };
  current = withPending(records);
  return current;
}

const recordsOf = ({ answers, signs, check }) => ({ [ANSWERS]: answers, [SIGNS]: signs, [CHECK]: check });

/** Call `listener(profile)` after every change, in whichever window it was made. */
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function notifyWindows(message) {
  channel?.postMessage(message ?? {});
  await reload();
}

async function reload() {
  await load();
  for (const listener of listeners) listener(current);
}

function listen() {
  if (channel || !globalThis.BroadcastChannel) return;
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data.unsaved) rememberFailed(data.unsaved);
    reload();
  };
}

/**
 * Follow changes of other windows. A page in the back/forward cache gets no messages: it reads again when it returns.
 */
export function followWindows() {
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

/** Return the answer to store; `base` is the answer that the window showed when the person changed it. */
export function resolveAnswer(stored, base, next) {
  const isNew = stored && stored.value !== "no" && !isSame(stored, base);
  if (!isNew) return next;
  return reconcile(stored, next);
}

let lastWrite = Promise.resolve();

/** Run writes one after the other: two quick changes of a person are no conflict of two windows. */
function queueWrite(write) {
  const result = lastWrite.then(write);
  lastWrite = result.catch(() => {});
  return result;
}

/**
 * Store answers that a person changed, {key: {value, areas?, cleared?}}. `base()` is the profile that this window
 * shows. Resolves to whether they are in the database; if not, each counts as yes.
 */
export async function saveAnswers(changes, base = () => lastRead) {
  const { day, ms } = store.now();
  const next = Object.fromEntries(Object.entries(changes).map(([key, answer]) => [key, { ...answer, given: day, at: ms }]));
  if (!Object.keys(next).length) return true;
  rememberStricter({ answers: next }); // until it is written, only a stricter answer counts
  current = withPending(recordsOf(current));
  return queueWrite(async () => {
    const shownAnswers = base().answers;
    const merge = ({ answers: stored }) => {
      const answers = readableAnswers(stored);
      if (!stored) store.requestPersistence();
      const merged = Object.entries(next).map(([key, answer]) => [key, resolveAnswer(answers[key], shownAnswers[key], answer)]);
      return { answers: { ...answers, ...Object.fromEntries(merged) } };
    };
    return commit([ANSWERS], merge, { answers: next });
  });
}

/** Write records and notify every window; hold and mark what could not be written. */
async function commit(names, change, changes, unticked = []) {
  try {
    await store.updateRecords(names, change);
  } catch {
    rememberFailed(changes);
    await notifyWindows({ unsaved: changes });
    return false;
  }
  forgetWritten(changes, unticked);
  await notifyWindows();
  return true;
}

/**
 * Store ticked and unticked signs, {slug: true|false}. Only a sign that this window shows is unticked: one that another
 * window ticked later stays. Resolves to whether it is in the database.
 */
export async function saveSigns(changes, base = () => lastRead) {
  const { day, ms } = store.now();
  const ticked = Object.fromEntries(Object.entries(changes).filter(([, on]) => on).map(([slug]) => [slug, ms]));
  const unticked = Object.keys(changes).filter((slug) => !changes[slug]);
  rememberStricter({ signs: ticked });
  current = withPending(recordsOf(current));
  return queueWrite(async () => {
    const shownSigns = base().signs;
    const change = ({ closed: stored }) => {
      const closed = readableSigns(stored);
      const at = { ...closed?.at };
      const isUnticked = (slug) => changes[slug] === false && at[slug] === shownSigns?.at?.[slug];
      const signs = [...new Set([...activeSigns(closed, { day, ms }), ...Object.keys(ticked)])].filter((slug) => !isUnticked(slug));
      const times = Object.fromEntries(signs.map((slug) => [slug, ticked[slug] ?? at[slug]]).filter(([, time]) => time !== undefined));
      const signsDay = Object.keys(ticked).length ? day : (closed?.day ?? day);
      const checked = (closed?.checked ?? []).filter((slug) => signs.includes(slug) && !(slug in ticked)); // a new tick has no confirmation
      return { closed: signs.length ? { day: signsDay, signs, at: times, ...(checked.length && { checked }) } : null };
    };
    return commit([SIGNS], change, { signs: ticked }, unticked);
  });
}

/**
 * Store that a professional has checked ticked signs: signs with a clearance no longer count. Resolves to whether it is
 * in the database; if not, they count.
 */
export async function saveChecked(slugs) {
  const change = ({ closed }) => ({ closed: { ...readableSigns(closed), checked: [...new Set([...(readableSigns(closed)?.checked ?? []), ...slugs])] } });
  return queueWrite(() => commit([SIGNS], change, {}));
}

/** Store that a check is completed; `signs`: it showed both lists of signs in full. */
export async function saveCheck({ signs }) {
  const { day, ms } = store.now();
  const change = ({ checked, closed }) => ({
    checked: { ...checked, at: ms, day, ...(signs && { signsAt: ms }) },
    ...(signs && !isReadable(closed) && { closed: null }), // every sign was answered anew
  });
  await store.updateRecords([CHECK, SIGNS], change).catch(() => {});
  current = { ...current, check: { ...current.check, at: ms, day, ...(signs && { signsAt: ms }) } };
}

/** Drop the pending values, after everything on the phone was deleted. */
export async function clearPending() {
  pendingValues.clear();
  failures.clear();
  writeUnsavedMarks();
  await notifyWindows();
}
