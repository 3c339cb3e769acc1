// The database of the phone (static/js/core/store.js) when it refuses, throws or never answers: nothing waits for ever, what
// could not be written wins while the page lives, and every function says whether it worked.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { FakeDatabase, FakeStorage } from "../support/fake-storage.mjs";

const database = new FakeDatabase();
globalThis.localStorage = new FakeStorage();
globalThis.BroadcastChannel = undefined;

/** A page of its own, with the database it finds. */
async function page(factory = database.factory) {
  globalThis.indexedDB = factory;
  return import(`../../static/js/core/store.js?${Math.random()}`);
}

const silent = { open: () => ({}) };
const throwing = { open: () => { throw new DOMException("not allowed", "SecurityError"); } };
const refusing = { open: () => {
  const request = {};
  queueMicrotask(() => request.onerror?.());
  return request;
} };

test("store: what a tab remembers is nothing where the browser allows no storage", async () => {
  const { tabValue } = await page();
  assert.equal(tabValue("name", "value"), null); // there is none here
  const kept = new Map();
  globalThis.sessionStorage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
  assert.equal(tabValue("name"), null);
  assert.equal(tabValue("name", "value"), "value");
  assert.equal(tabValue("name"), "value");
  Object.defineProperty(globalThis, "sessionStorage", { configurable: true, get: () => { throw new DOMException("no", "SecurityError"); } });
  assert.equal(tabValue("name", "value"), null);
  delete globalThis.sessionStorage;
});

beforeEach(() => {
  database.fails = false;
  database.records.clear();
});

/** Let the clock run until the promise is settled; return what it came to and how many milliseconds it took. */
async function settled(promise) {
  let result;
  promise.then((value) => (result = { value }), (error) => (result = { error }));
  let took = 0;
  while (!result && took < 60_000) {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    if (result) break;
    mock.timers.tick(100);
    took += 100;
  }
  assert.ok(result, "nothing came of it within a minute");
  return { ...result, took };
}

const FACTORIES = { "never answers": silent, throws: throwing, refuses: refusing };

for (const [how, factory] of Object.entries(FACTORIES)) {
  test(`store: a database that ${how} holds nobody up, and is not waited for twice`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const store = await page(factory);
      const first = await settled(store.settings());
      assert.equal(first.value.body, "female");
      assert.ok(first.took < 3000, `${first.took} ms`);
      const again = await settled(Promise.allSettled([store.getAll(["answers"]), store.set("last", 1), store.updateRecords(["a"], () => ({ a: 1 })), store.get("last"), store.clear(), store.updateRecord("given", () => [1])]));
      assert.equal(again.took, 0);
      const [read, kept, updated, last, cleared, altered] = again.value;
      assert.equal(read.status, "rejected", "what cannot be read must not look as if there were no answers");
      assert.equal(updated.status, "rejected");
      assert.deepEqual([kept.value, cleared.value], [false, false]);
      assert.equal(last.status, "fulfilled");
      assert.deepEqual(altered.value, [1]);
    } finally {
      mock.timers.reset();
    }
  });
}

test("store: a value that could not be written wins over the older one, and says so", async () => {
  const store = await page();
  assert.equal(await store.set("settings", { sound: true }), true);
  database.fails = true;
  assert.equal(await store.set("settings", { sound: false }), false);
  database.fails = false;
  assert.deepEqual(await store.get("settings"), { sound: false });
  assert.equal(store.isSaved("settings"), false);
  assert.deepEqual(database.records.get("settings"), { sound: true });
  assert.equal(await store.set("settings", { sound: false }), true);
  assert.equal(store.isSaved("settings"), true);
});

test("store: what could not be cleared or removed is not shown again", async () => {
  const store = await page();
  await store.setAll({ last: 1, draft: 2 });
  database.fails = true;
  assert.equal(await store.remove("last"), false);
  assert.equal(await store.clear(), false);
  database.fails = false;
  assert.equal(await store.get("draft"), undefined);
  assert.deepEqual(await store.getAll(["last", "draft"]), { last: undefined, draft: undefined });
  assert.equal(await store.set("last", 3), true);
  assert.deepEqual([...database.records], [["last", 3]], "the next write clears what could not be cleared");
  assert.equal(await store.get("last"), 3);
  assert.equal(await store.clear(), true);
  assert.equal(database.records.size, 0);
});

test("store: an alteration reads and writes in one transaction, and fails without a loss", async () => {
  const store = await page();
  await store.set("given", ["a"]);
  database.fails = true;
  assert.deepEqual(await store.updateRecord("given", (before = []) => [...before, "b"]), ["b"]);
  assert.deepEqual(database.records.get("given"), ["a"], "an unreadable record is not written over");
  database.fails = false;
  assert.deepEqual(await store.updateRecord("given", (before = []) => [...before, "c"]), ["b", "c"]);
});

test("store: a clear takes the composed preview too", async () => {
  globalThis.sessionStorage = new FakeStorage();
  sessionStorage.setItem("thumbwidth-preview", "{}");
  sessionStorage.clear = () => sessionStorage.removeItem("thumbwidth-preview");
  const store = await page();
  await store.clear();
  assert.equal(sessionStorage.getItem("thumbwidth-preview"), null);
  delete globalThis.sessionStorage;
});
