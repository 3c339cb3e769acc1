// The data of this phone: one IndexedDB object store of named records. Nothing here is ever sent.
//
// Phones close the connection while an app sleeps ("Connection to Indexed Database server lost"), so every operation
// that fails opens the database again and is tried a second time. An operation without an answer counts as failed, and
// later ones of the same page fail at once. A value that could not be written is held in memory until the page closes.
// A value that cannot be read counts as missing, so that the gate asks every question again.

const STORE_NAME = "kept";
// An operation may take 2.5 seconds, so that the page is usable, or shows a warning, within three. A timer alone is not
// enough: after the phone slept it fires at once. So the document's timeline is compared again one step later.
const [TIMEOUT_MS, RECHECK_MS] = [2500, 100];
const timelineMs = () => globalThis.document?.timeline?.currentTime ?? Infinity;
const memory = new Map(); // by name: values that could not be written, or are being written
let connection;
let isUnresponsive = false; // an operation had no answer
let isCleared = false; // the contents of the database should be deleted

function open() {
  connection ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("thumbwidth", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE_NAME);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = () => (connection = undefined);
      database.onversionchange = () => {
        database.close();
        connection = undefined;
      };
      resolve(database);
    };
  });
  return connection;
}

/**
 * Run one transaction. With `multiStep` the operation sends further requests after the first result. Otherwise it
 * commits now: WebKit keeps a transaction open in a page of the back/forward cache, which blocks every later page.
 */
async function attempt(mode, operation, { multiStep = false, ...options }) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE_NAME, mode, options);
    const request = operation(transaction.objectStore(STORE_NAME));
    if (!multiStep) transaction.commit?.();
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** Run a transaction, and run it once more over a new connection if it fails. */
async function attemptTwice(mode, operation, options) {
  try {
    return await attempt(mode, operation, options);
  } catch {
    connection = undefined;
    return attempt(mode, operation, options);
  }
}

/** Run `operation(objects)` as one transaction. Throws when it fails or the database does not answer in time. */
export async function transact(mode, operation, options = {}) {
  if (isUnresponsive) throw new Error("the database does not answer");
  const work = attemptTwice(mode, operation, options);
  work.then(() => (isUnresponsive = false), () => {}); // a late answer is possible
  let timer;
  const timeout = new Promise((_, reject) => {
    const end = timelineMs() + TIMEOUT_MS;
    const wait = (time, again) => {
      timer = setTimeout(() => {
        if (again || timelineMs() < end) return wait(RECHECK_MS, false);
        isUnresponsive = true;
        reject(new Error("the database does not answer"));
      }, time);
    };
    wait(TIMEOUT_MS, true);
  });
  try {
    return await Promise.race([work, timeout]);
  } catch (error) {
    showStorageWarning();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Show a warning, once, at the top of the page: nothing is stored. */
function showStorageWarning() {
  const main = globalThis.document?.querySelector("main");
  if (!main || document.getElementById("storage-warning")) return;
  const text = document.createElement("p");
  Object.assign(text, { id: "storage-warning", className: "boxed", role: "status" });
  text.textContent = "This phone does not keep anything for this guide now. You can use it, but it asks every question again. "
    + "What you enter is lost when you close this page.";
  main.prepend(text);
}

/** Return the current value of a record: one that could not be written takes precedence over the database. */
const currentValue = (name, stored) => (memory.has(name) ? memory.get(name) : isCleared ? undefined : stored);

export const get = async (name) => currentValue(name, await transact("readonly", (objects) => objects.get(name)).catch(() => undefined));
export const set = (name, value) => setAll({ [name]: value });

/** Whether the last value of a record is in the database, so that it outlives the page. */
export const isSaved = (name) => !memory.has(name);

/** Store several values, all or none. Resolves to whether they are in the database. */
export function setAll(values) {
  const each = Object.entries(values);
  return write(values, (objects) => each.forEach(([name, value]) => objects.put(value, name)));
}

/** Delete a record. Resolves to whether it is gone from the database. */
export const remove = (name) => write({ [name]: undefined }, (objects) => objects.delete(name));

async function write(values, operation) {
  for (const [name, value] of Object.entries(values)) memory.set(name, value);
  try {
    await transact("readwrite", (objects) => {
      if (isCleared) objects.clear(); // deletes what an earlier clear could not
      operation(objects);
    });
  } catch {
    return false;
  }
  isCleared = false;
  for (const [name, value] of Object.entries(values)) if (memory.get(name) === value) memory.delete(name);
  return true;
}

/** Delete everything, in every window. Resolves to whether the database is empty. */
export async function clear() {
  memory.clear();
  isCleared = true;
  try {
    globalThis.sessionStorage?.clear();
  } catch {
    // Without access there is nothing to delete.
  }
  try {
    await transact("readwrite", (objects) => objects.clear());
  } catch {
    return false;
  }
  isCleared = false;
  markCleared();
  return true;
}

/** Return a value of this tab's session storage, and set it first if `value` is given; null without access. */
export function tabValue(name, value) {
  try {
    if (value !== undefined) sessionStorage.setItem(name, value);
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Request persistent storage, so that the browser does not delete the data when space is short. */
export const requestPersistence = () => globalThis.navigator?.storage?.persist?.().catch(() => {});

let pendingUpdates = Promise.resolve();

/** Replace a record by `change(stored value)` and return it. Updates run one after the other, so that none is lost. */
export function updateRecord(name, change) {
  const done = pendingUpdates.then(async () => {
    let now;
    if (isCleared) {
      now = change(memory.get(name));
      await set(name, now);
      return now;
    }
    try {
      await updateRecords([name], (records) => ({ [name]: (now = change(currentValue(name, records[name]))) }));
      memory.delete(name);
    } catch {
      now = change(memory.get(name));
      memory.set(name, now);
    }
    return now;
  });
  pendingUpdates = done.catch(() => {});
  return done;
}

/**
 * Replace records by `change(records)` in one transaction, so that no other window writes between reading and writing;
 * null deletes a record. Durability is strict: a saved value survives an empty battery. Throws when it fails.
 */
export function updateRecords(names, change) {
  return transact("readwrite", (objects) => {
    const reads = names.map((name) => objects.get(name));
    reads.at(-1).onsuccess = () => {
      putRecords(objects, change(Object.fromEntries(names.map((name, index) => [name, reads[index].result]))));
    };
  }, { multiStep: true, durability: "strict" });
}

/** Write records within a transaction; null deletes a record. */
export function putRecords(objects, records) {
  for (const [name, value] of Object.entries(records)) value === null ? objects.delete(name) : objects.put(value, name);
}

/** Return several records by name from one transaction. Throws when they cannot be read. */
export async function getAll(names) {
  let reads;
  await transact("readonly", (objects) => {
    reads = names.map((name) => objects.get(name));
  });
  return Object.fromEntries(names.map((name, index) => [name, currentValue(name, reads[index].result)]));
}

/** Notify every window, also pages in the back/forward cache: `cleared.js` listens. */
function markCleared() {
  try {
    localStorage.setItem("thumbwidth-cleared", String(Date.now()));
  } catch {
    // Other windows are not notified.
  }
}

/* --- settings --- */

const DEFAULTS = {
  body: "female", skin: "2", theme: "", country: "",
  sound: true, voice: true, vibration: false, flash: false, journal: true,
};

/** Return the settings, with the default for each one that was never chosen. */
export async function settings() {
  return { ...DEFAULTS, ...(await get("settings")) };
}

/**
 * Store one setting. The appearance is also stored where `early-theme.js` reads it before the first paint. A chosen
 * body also sets `bodyAsked`, so that no page offers the choice again.
 */
export async function setSetting(name, value) {
  const chosen = name === "body" && { bodyAsked: true };
  const now = await updateRecord("settings", (stored) => ({ ...DEFAULTS, ...stored, [name]: value, ...chosen }));
  mirrorAppearance(now);
  return now;
}

/**
 * Apply the appearance to this page and store it for the next. `asked` applies from the next page on: on this one the
 * choice stays visible, so that it can be changed.
 */
export function mirrorAppearance({ theme, skin, body, bodyAsked }) {
  const appearance = { theme, skin, body };
  for (const [name, value] of Object.entries(appearance)) {
    if (value) document.documentElement.dataset[name] = value;
    else delete document.documentElement.dataset[name];
  }
  saveForFirstPaint({ ...appearance, asked: bodyAsked ? "yes" : "" });
}

/** Store values that the next page reads before its first paint. */
export function saveForFirstPaint(values) {
  try {
    const stored = JSON.parse(localStorage.getItem("thumbwidth-look") || "{}");
    localStorage.setItem("thumbwidth-look", JSON.stringify({ ...stored, ...values }));
  } catch {
    // Only the first paint is affected.
  }
}

/** Return today's date in this phone's time zone, as `2026-11-21`. */
export function todayIso(now = new Date()) {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Return the current time as the safety rules need it: local date and epoch milliseconds. */
export function now(date = new Date()) {
  return { day: todayIso(date), ms: date.getTime() };
}
