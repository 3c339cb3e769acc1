// The service worker (static/js/sw.js) against a host and a cache that go wrong: what is not by its digest what the build
// has is never taken, never served and never counted, and is fetched again.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../static/js/sw.js", import.meta.url), "utf-8");
const HOST = "https://guide.example";
const hash = (text, length) => createHash("sha256").update(text).digest("hex").slice(0, length);

const PAGES = { "/": "<h1>Start</h1>", "/points/KI3": "<h1>KI3</h1><p>Never in pregnancy.</p>", "/static/abc/js/session/timeline.js": "let run;" };
const INDEX = { prefixes: { ki: "KI", kd: "KI" }, codes: { KI: ["KI3"] }, keys: { taixi: [[0, 0]] }, entries: [{ kind: "point", key: "KI3" }] };
const RESPONSES = { ...PAGES, "/api/v1/search-index": JSON.stringify(INDEX) };
const PACK = JSON.stringify({
  headers: [{ "content-type": "text/html" }],
  pieces: Object.values(RESPONSES),
  entries: Object.fromEntries(Object.keys(RESPONSES).map((path, place) => [path, { headers: 0, body: [place, 1] }])),
});
const ADDRESS = `/pack/${hash(PACK, 16)}.json`;
const ICON = "/static/abc/icons/icon-192.png";

class FakeCache extends Map {
  static key = (request, base) => new URL(typeof request === "string" ? request : request.url, base).href;
  async match(request) {
    return this.get(FakeCache.key(request, HOST))?.clone();
  }
  async put(request, response) {
    this.set(FakeCache.key(request, HOST), response);
  }
  async delete(request) {
    return super.delete(FakeCache.key(request, HOST));
  }
  async keys() {
    return [...super.keys()].map((url) => ({ url }));
  }
}

/** A phone that visits a host. `host(path, options)` answers; `stores` outlives the worker. */
function phone({ host, root = "", stores = new Map(), version = "v1" }) {
  const listeners = {};
  const asked = [];
  const caches = {
    open: async (name) => stores.get(name) ?? stores.set(name, new FakeCache()).get(name),
    has: async (name) => stores.has(name),
    keys: async () => [...stores.keys()],
    delete: async (name) => stores.delete(name),
    match: async () => undefined,
  };
  const fetch = async (request, options = {}) => {
    const path = new URL(typeof request === "string" ? request : request.url, HOST).pathname.slice(root.length);
    asked.push([path, options.cache]);
    return host(path, options);
  };
  const self = {
    location: new URL(`${HOST}${root}/sw.js`),
    addEventListener: (name, act) => (listeners[name] = act),
    clients: { matchAll: async () => [], claim: async () => {} },
    skipWaiting: async () => {},
  };
  const files = [[ICON, hash("picture", 12)]];
  const packs = [{ name: "base", address: ADDRESS, body: "", holds: Object.keys(RESPONSES) }];
  const build = { version, safety: "s", stamp: "abc", packs, files };
  // A timer lets the worker look unasked; here it never fires.
  const context = { self, caches, fetch, Response, Headers, URL, TextEncoder, crypto, performance, setTimeout: () => {} };
  vm.runInNewContext(`const BUILD = ${JSON.stringify(build)};\n${SOURCE}`, context);
  const dispatch = async (name, event) => {
    const waits = [];
    listeners[name]({ waitUntil: (promise) => waits.push(promise), ...event });
    await Promise.all(waits.slice(0, name === "fetch" ? 0 : undefined));
  };
  return {
    asked,
    stores,
    store: () => [...stores.values()][0],
    install: () => dispatch("install", {}),
    async open(path, mode = "navigate") {
      let response;
      const request = { method: "GET", url: HOST + root + path, mode };
      await dispatch("fetch", { request, respondWith: (promise) => (response = promise) });
      return response;
    },
    async ask(question) {
      const told = [];
      await dispatch("message", { data: question, ports: [{ postMessage: (data) => told.push(data) }] });
      return told.at(-1);
    },
  };
}

const live = { ...RESPONSES, [ADDRESS]: PACK, [ICON]: "picture" };
const well = (path) => (path in live ? new Response(live[path]) : new Response("none", { status: 404 }));
const dead = () => Promise.reject(new TypeError("no connection"));

async function installed(options = {}) {
  const made = phone({ host: well, ...options });
  await made.install();
  return made;
}

test("worker: installs what the build names, at the root and below a path", async () => {
  for (const root of ["", "/guide"]) {
    const { store, ask } = await installed({ root });
    assert.equal(await (await store().match(`${root}/points/KI3`)).text(), PAGES["/points/KI3"]);
    const { held, wanted, full } = await ask({ ask: "count" });
    assert.deepEqual([held, wanted, full], [4, 4, true]);
  }
});

test("worker: a pack altered on its way is fetched again, past the browser's own cache", async () => {
  let first = true;
  const host = (path, options) => {
    if (path !== ADDRESS || options.cache === "reload") return well(path);
    first = false;
    return new Response(PACK.replace("Never in pregnancy", "Fine in pregnancy"));
  };
  const { asked, store } = await installed({ host });
  assert.equal(first, false);
  assert.deepEqual(asked.filter(([path]) => path === ADDRESS).map(([, cache]) => cache), ["default", "reload"]);
  assert.match(await (await store().match("/points/KI3")).text(), /Never/);
});

for (const [kind, alter] of Object.entries({ truncated: (text) => text.slice(0, text.length / 2), empty: () => "", foreign: () => "<h1>Log in</h1>" })) {
  test(`worker: installs nothing from a host whose pack or icon is ${kind}`, async () => {
    for (const bad of [ADDRESS, ICON]) {
      const made = phone({ host: (path) => (path === bad ? new Response(alter(live[path])) : well(path)) });
      await assert.rejects(made.install());
      assert.equal(made.stores.size, 0);
    }
  });

  test(`worker: what lies ${kind} on the phone heals in one visit`, async () => {
    const { stores } = await installed();
    const [store] = stores.values();
    for (const path of [...Object.keys(RESPONSES), ICON]) await store.put(path, new Response(alter(live[path])));
    const later = phone({ host: well, stores });
    await later.ask({ ask: "status" });
    for (const path of [...Object.keys(RESPONSES), ICON]) assert.equal(await (await store.match(path)).text(), live[path]);
    assert.equal((await later.ask({ ask: "count" })).full, true);
  });

  test(`worker: what lies ${kind} on the phone is neither served nor counted without a connection`, async () => {
    const { stores } = await installed();
    const [store] = stores.values();
    await store.put("/points/KI3", new Response(alter(live["/points/KI3"])));
    const later = phone({ host: dead, stores });
    const answer = await later.open("/points/KI3");
    assert.equal(answer.status, 503);
    const { held, wanted, ready, full } = await later.ask({ ask: "count" });
    assert.deepEqual([held, wanted, ready, full], [3, 4, false, false]);
  });
}

test("worker: a damaged response is replaced while it is served, and the others are looked at", async () => {
  const made = await installed();
  await made.store().put("/points/KI3", new Response("<h1>Log in</h1>"));
  await made.store().put("/static/abc/js/session/timeline.js", new Response(""));
  assert.equal(await (await made.open("/points/KI3")).text(), PAGES["/points/KI3"]);
  await made.ask({ ask: "status" });
  assert.equal(await (await made.store().match("/static/abc/js/session/timeline.js")).text(), "let run;");
});

test("worker: what the host has changed since is served, and not stored with the old", async () => {
  const made = await installed({ host: (path) => (path === "/points/KI3" ? new Response("newer") : well(path)) });
  await made.store().put("/points/KI3", new Response("<h1>Log in</h1>"));
  assert.equal(await (await made.open("/points/KI3")).text(), "newer");
  assert.equal(await made.store().match("/points/KI3"), undefined);
});

test("worker: a damaged record of what is held makes everything be fetched again", async () => {
  const { stores } = await installed();
  const [store] = stores.values();
  await store.put("/.held", new Response("<h1>Log in</h1>"));
  const later = phone({ host: well, stores });
  await later.ask({ ask: "status" });
  assert.equal((await later.ask({ ask: "count" })).full, true);
  assert.ok((await (await store.match("/.held")).json()).digests["/points/KI3"]);
});

test("worker: a new version takes what has not changed from the old one, unless it is damaged there", async () => {
  const { stores, store } = await installed();
  const next = await installed({ stores, version: "v2" });
  assert.deepEqual(next.asked, []);
  assert.equal((await next.ask({ ask: "count" })).full, true);
  await store().put("/points/KI3", new Response("<h1>Log in</h1>"));
  await store().put(ICON, new Response(""));
  stores.delete("thumbwidth v2");
  const third = await installed({ stores, version: "v3" });
  assert.deepEqual(third.asked.map(([path]) => path).sort(), [ADDRESS, ICON].sort());
  assert.equal((await third.ask({ ask: "count" })).full, true);
});

test("worker: installs at the root and below a path of one host leave each other's caches alone", async () => {
  const stores = new Map();
  await installed({ stores });
  await installed({ stores, root: "/guide", version: "v2" });
  await installed({ stores, version: "v3" });
  assert.deepEqual([...stores.keys()], ["thumbwidth v1", "thumbwidth /guide v2", "thumbwidth v3"]);
});

test("worker: repair fetches everything again", async () => {
  const made = await installed();
  const before = made.asked.length;
  const told = await made.ask({ ask: "repair" });
  assert.equal(told.full, true);
  assert.deepEqual(made.asked.slice(before).map(([path]) => path), [ADDRESS, ICON]);
});

test("worker: another spelling of a point leads to it without a connection", async () => {
  for (const root of ["", "/guide"]) {
    const { stores } = await installed({ root });
    const later = phone({ host: dead, root, stores });
    for (const text of ["kd3", "KI-3", "ki%203", "Taixi"]) {
      const answer = await later.open(`/points/${text}`);
      assert.deepEqual([answer.status, answer.headers.get("location")], [308, `${HOST}${root}/points/KI3`]);
    }
    assert.equal((await later.open("/points/KI4")).status, 503);
  }
});
