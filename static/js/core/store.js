// Keeps what this phone knows about its owner: one IndexedDB table of named values. Nothing here is ever sent.
//
// Phones drop the connection when an app has slept ("Connection to Indexed Database server lost"), so every
// operation that fails opens the database afresh and tries once more. One that does not answer counts as failed, and is
// not waited for again in this page. What could not be written lives as long as the page; what cannot be read is missing,
// so that the gate asks everything again.

const TABLE = "kept";
// An operation may take 2.5 seconds, so that the page is usable, and says what is wrong, within three. A timer alone does
// not prove that: one of a phone that slept fires at once, so it is asked again a step later, by the document's timeline.
const [PATIENCE, STEP] = [2500, 100]; // ms
const elapsed = () => globalThis.document?.timeline?.currentTime ?? Infinity;
const memory = new Map(); // by name what could not be written, or is on its way
let opening;
let isSilent = false; // an operation was not answered
let isCleared = false; // what the database holds should be gone

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("thumbwidth", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = () => (opening = undefined);
      database.onversionchange = () => {
        database.close();
        opening = undefined;
      };
      resolve(database);
    };
  });
  return opening;
}

/** `more`: the act asks again when it is answered. Otherwise all is said at once, and stands though the page is left now:
 * WebKit keeps a page that was left, with whatever it had not committed, and every later page waits for it in vain. */
async function once(mode, act, { more = false, ...options }) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(TABLE, mode, options);
    const request = act(transaction.objectStore(TABLE));
    if (!more) transaction.commit?.();
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** Try once more over a connection opened afresh. */
async function retried(mode, act, options) {
  try {
    return await once(mode, act, options);
  } catch {
    opening = undefined;
    return once(mode, act, options);
  }
}

/** All of `act(table)` or nothing of it. Throws when that fails, and when the database does not answer in time. */
export async function transact(mode, act, options = {}) {
  if (isSilent) throw new Error("the database does not answer");
  const work = retried(mode, act, options);
  work.then(() => (isSilent = false), () => {}); // it may answer in the end
  let timer;
  const late = new Promise((_, reject) => {
    const end = elapsed() + PATIENCE;
    const wait = (time, again) => {
      timer = setTimeout(() => {
        if (again || elapsed() < end) return wait(STEP, false);
        isSilent = true;
        reject(new Error("the database does not answer"));
      }, time);
    };
    wait(PATIENCE, true);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    warn();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Say once, at the top of the page, that nothing is kept. */
function warn() {
  const main = globalThis.document?.querySelector("main");
  if (!main || document.getElementById("storage-warning")) return;
  const text = document.createElement("p");
  Object.assign(text, { id: "storage-warning", className: "boxed", role: "status" });
  text.textContent = "This phone does not keep anything for this guide now. You can use it, but it asks every question again. "
    + "What you enter is lost when you close this page.";
  main.prepend(text);
}

/** What the page holds of a record: a value that could not be written wins over an older one in the database. */
const held = (name, stored) => (memory.has(name) ? memory.get(name) : isCleared ? undefined : stored);

export const get = async (name) => held(name, await transact("readonly", (table) => table.get(name)).catch(() => undefined));
export const set = (name, value) => setAll({ [name]: value });

/** Whether the last value of a record is in the database, so that it outlives the page. */
export const isKept = (name) => !memory.has(name);

/** Keep several values, all or none. Resolves to whether they are in the database. */
export function setAll(values) {
  const each = Object.entries(values);
  return write(values, (table) => each.forEach(([name, value]) => table.put(value, name)));
}

/** Resolves to whether it is gone from the database. */
export const remove = (name) => write({ [name]: undefined }, (table) => table.delete(name));

async function write(values, act) {
  for (const [name, value] of Object.entries(values)) memory.set(name, value);
  try {
    await transact("readwrite", (table) => {
      if (isCleared) table.clear(); // what failed before
      act(table);
    });
  } catch {
    return false;
  }
  isCleared = false;
  for (const [name, value] of Object.entries(values)) if (memory.get(name) === value) memory.delete(name);
  return true;
}

/** Forget everything, in every window. Resolves to whether the database is empty. */
export async function clear() {
  memory.clear();
  isCleared = true;
  try {
    globalThis.sessionStorage?.clear();
  } catch {
    // Nothing can be in it.
  }
  try {
    await transact("readwrite", (table) => table.clear());
  } catch {
    return false;
  }
  isCleared = false;
  markCleared();
  return true;
}

/** What this tab remembers under a name, after `value` where one is given; null where the browser allows no storage. */
export function inTab(name, value) {
  try {
    if (value !== undefined) sessionStorage.setItem(name, value);
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/** There is something to lose: ask that the browser does not clear it when space is short. */
export const askToStay = () => globalThis.navigator?.storage?.persist?.().catch(() => {});

let altering = Promise.resolve();

/** Keep `change(what was kept)` under a name, one change after the other, so that none undoes another; returns it. */
export function alter(name, change) {
  const done = altering.then(async () => {
    let now;
    if (isCleared) {
      now = change(memory.get(name));
      await set(name, now);
      return now;
    }
    try {
      await update([name], (records) => ({ [name]: (now = change(held(name, records[name]))) }));
      memory.delete(name);
    } catch {
      now = change(memory.get(name));
      memory.set(name, now);
    }
    return now;
  });
  altering = done.catch(() => {});
  return done;
}

/**
 * Replace records by what `change(records)` makes of them, in one transaction, so that no other window comes between
 * reading and writing; null removes one. Strict: it is saved only when it survives a flat battery. Throws when it fails.
 */
export function update(names, change) {
  return transact("readwrite", (table) => {
    const reads = names.map((name) => table.get(name));
    reads.at(-1).onsuccess = () => {
      const next = change(Object.fromEntries(names.map((name, index) => [name, reads[index].result])));
      for (const [name, value] of Object.entries(next)) value === null ? table.delete(name) : table.put(value, name);
    };
  }, { more: true, durability: "strict" });
}

/** Several records by name, as they stood at one moment. Throws when they cannot be read. */
export async function getAll(names) {
  let reads;
  await transact("readonly", (table) => {
    reads = names.map((name) => table.get(name));
  });
  return Object.fromEntries(names.map((name, index) => [name, held(name, reads[index].result)]));
}

/** Tell every window, also one that comes back from the browser's memory: `cleared.js` listens. */
function markCleared() {
  try {
    localStorage.setItem("thumbwidth-cleared", String(Date.now()));
  } catch {
    // The others do not learn of it.
  }
}

/* --- settings --- */

const USUAL = {
  body: "female", skin: "2", theme: "", country: "",
  sound: true, voice: true, vibration: false, flash: false, journal: true,
};

/** The settings, with the usual value for whatever was never chosen. */
export async function settings() {
  return { ...USUAL, ...(await get("settings")) };
}

/** Keep one setting; what concerns the look is mirrored where `early-theme.js` finds it before the first paint. A body that was
 * chosen, wherever that was, is not asked for again. */
export async function keep(name, value) {
  const chosen = name === "body" && { bodyAsked: true };
  const now = await alter("settings", (kept) => ({ ...USUAL, ...kept, [name]: value, ...chosen }));
  mirror(now);
  return now;
}

/** The next page finds `asked` too: on this one the question stays, so that a tap can be taken back. */
export function mirror({ theme, skin, body, bodyAsked }) {
  const look = { theme, skin, body };
  for (const [name, value] of Object.entries(look)) {
    if (value) document.documentElement.dataset[name] = value;
    else delete document.documentElement.dataset[name];
  }
  mirrored({ ...look, asked: bodyAsked ? "yes" : "" });
}

/** Let the next page know something before its first paint. */
export function mirrored(more) {
  try {
    const before = JSON.parse(localStorage.getItem("thumbwidth-look") || "{}");
    localStorage.setItem("thumbwidth-look", JSON.stringify({ ...before, ...more }));
  } catch {
    // Only the first paint loses by it.
  }
}

/** Today's date on this phone's calendar, as `2026-11-21`. */
export function today(now = new Date()) {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Now, as the safety rules need it: the day on this phone's calendar, and epoch milliseconds. */
export function now(date = new Date()) {
  return { day: today(date), ms: date.getTime() };
}
