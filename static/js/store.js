// Keeps what this phone knows about its owner: one IndexedDB table of named values. Nothing here is ever sent.
//
// Phones drop the connection when an app has slept ("Connection to Indexed Database server lost"), so every
// operation that fails opens the database afresh and tries once more. Where there is no database at all the
// values live as long as the page: the gate then simply asks everything again.

const TABLE = "kept";
const memory = new Map();
let opening;

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

/** All of `act(table)` or nothing of it; a dropped connection is opened afresh. Throws when that does not help. */
export async function transact(mode, act, options = {}) {
  try {
    return await once(mode, act, options);
  } catch {
    opening = undefined;
    return once(mode, act, options);
  }
}

const run = (mode, act, without) => transact(mode, act).catch(without);

export const get = (name) => run("readonly", (table) => table.get(name), () => memory.get(name));
export const set = (name, value) => setAll({ [name]: value });
export const remove = (name) => run("readwrite", (table) => table.delete(name), () => void memory.delete(name));
export const clear = () => run("readwrite", (table) => table.clear(), () => memory.clear());

/** Keep several values, all or none. */
export function setAll(values) {
  const each = Object.entries(values);
  return run(
    "readwrite",
    (table) => each.forEach(([name, value]) => table.put(value, name)),
    () => each.forEach(([name, value]) => memory.set(name, value)),
  );
}

let altering = Promise.resolve();

/** Keep `change(what was kept)` under a name, one change after the other, so that none undoes another; returns it. */
export function alter(name, change) {
  const done = altering.then(async () => {
    const now = change(await get(name));
    await set(name, now);
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
  return Object.fromEntries(names.map((name, index) => [name, reads[index].result]));
}

const USUAL = {
  body: "female", skin: "2", theme: "", country: "",
  sound: true, voice: false, vibration: false, flash: false, journal: true,
};

/** The settings, with the usual value for whatever was never chosen. */
export async function settings() {
  return { ...USUAL, ...(await get("settings")) };
}

/** Keep one setting; what concerns the look is mirrored where `look.js` finds it before the first paint. A body that was
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
