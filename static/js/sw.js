// Makes the guide work without a connection. The server puts `const BUILD = {version, safety, stamp, packs, files}` on
// the first line. A pack is one document with many answers in it (see server/delivery/offline_bundle.py); `body` names a pack that
// may come after the rest (the drawings of the other body). Every version has a cache of its own: an old one answers
// whole until a new one is whole.
//
// A pack and a file are named by a digest of their content, and taken only if it is theirs. The digest of every response
// that came out of a pack is stored beside the responses: what no longer has it is fetched again, or counts as missing.
// Paths begin at the folder that this script lies in.
/* global BUILD */

const ABOUT = "/.held"; // put last; a cache without it was never finished
const SILENT = 1000; // ms after which a page is not expected to answer any more
const WITH_SERVER = /^\/diagrams\/.*\.png$|^\/(qr|calendar|api\/v1\/routines\/custom)\//; // made when asked, never kept

const ROOT = new URL(".", self.location).pathname.slice(0, -1); // "" or, below a path, "/guide"
const PREFIX = ROOT ? `thumbwidth ${ROOT} ` : "thumbwidth "; // caches belong to the whole host
const NAME = PREFIX + BUILD.version;
const pathOf = ({ url }) => new URL(url).pathname.slice(ROOT.length);
const at = (path) => ROOT + path;
const digests = new Map(); // by path, of what this build consists of
const verified = new Set(); // paths whose response was found to be this build's
const VERIFIED_FOR = 60_000; // ms for which it is not verified again unasked
const UNASKED = 5000; // ms after a page was opened: where its scripts are damaged it asks for nothing
let verifiedAt = -Infinity;
let loading;

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const digestOf = async (response) => digest(await response.clone().arrayBuffer());

/** Whether a response is the one that this build has at a path; undefined where that is not known. */
async function isIntact(path, response) {
  await (loading ??= about(NAME).then((own) => Object.entries(own?.digests ?? {}).forEach((pair) => digests.set(...pair))));
  return digests.has(path) ? digests.get(path) === (await digestOf(response)) : undefined;
}

/* --- install: all or nothing --- */

async function install() {
  const own = await about(NAME); // there if this version was installed before and another took its place
  if (!own) await caches.delete(NAME);
  await removeUnfinished();
  const before = await finished();
  try {
    const cache = await caches.open(NAME);
    const packs = BUILD.packs.filter(({ body }) => !body || before[0]?.packs.some((held) => held.body === body));
    await Promise.all([...packs.map((pack) => bring(cache, pack, before)), ...BUILD.files.map((file) => bringFile(cache, file, before))]);
    await finish(cache, packs, 1 + Math.max(0, ...before.map(({ order }) => order)));
    verifiedAt = performance.now(); // each of them was when it was stored
  } catch (error) {
    if (!own) await caches.delete(NAME);
    throw error;
  }
}

async function about(name) {
  const held = (await caches.has(name)) && (await (await caches.open(name)).match(at(ABOUT)));
  const told = held && (await held.json().catch(() => undefined));
  return told?.packs ? { name, ...told } : undefined;
}

const finish = (cache, packs, order) =>
  cache.put(at(ABOUT), Response.json({
    order, packs: packs.map(({ address, body }) => ({ address, body })), files: BUILD.files, digests: Object.fromEntries(digests),
  }));

const ours = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && !name.includes("/", PREFIX.length));

/** The finished versions on this phone, newest first. */
async function finished() {
  const known = (await Promise.all((await ours()).map(about))).filter(Boolean);
  return known.sort((one, other) => other.order - one.order);
}

/** Remove what a killed browser left half done. */
async function removeUnfinished() {
  for (const name of await ours()) if (!(await about(name))) await caches.delete(name);
}

/** Put a pack into a cache: from a version that has the same one, or else from the network. */
async function bring(cache, { address, holds }, before = []) {
  for (const version of before) {
    if (version.packs.some((held) => held.address === address) && (await copied(version, holds, cache))) return;
  }
  const { headers, pieces, entries } = await (await fetched(address, /\w+(?=\.json$)/.exec(address)[0])).json();
  if (!holds.every((path) => entries[path])) throw new Error(`${address}: not the pack of this build`);
  await Promise.all(holds.map(async (path) => {
    const body = new TextEncoder().encode(joined(entries[path].body, pieces));
    digests.set(path, await digest(body));
    verified.add(path);
    await cache.put(at(path), new Response(body, { headers: headers[entries[path].headers] }));
  }));
}

/** Join runs of pieces: the first of a run and how many, the next, and so on. */
function joined(runs, pieces) {
  let text = "";
  for (let i = 0; i < runs.length; i += 2) text += pieces.slice(runs[i], runs[i] + runs[i + 1]).join("");
  return text;
}

async function copied(version, holds, cache) {
  const old = await caches.open(version.name);
  const answers = await Promise.all(holds.map((path) => old.match(at(path))));
  if (!answers.every(Boolean)) return false;
  const found = await Promise.all(answers.map(digestOf));
  if (holds.some((path, index) => found[index] !== version.digests?.[path])) return false;
  holds.forEach((path, index) => verified.add(path) && digests.set(path, found[index]));
  await Promise.all(holds.map((path, index) => cache.put(at(path), answers[index])));
  return true;
}

async function bringFile(cache, [address, revision], before = []) {
  for (const { name, files } of before) {
    const same = files.find(([, held]) => held === revision);
    const answer = same && (await (await caches.open(name)).match(at(same[0])));
    if (answer && (await digestOf(answer)).startsWith(revision)) return putFile(cache, address, answer);
  }
  return putFile(cache, address, await fetched(address, revision));
}

async function putFile(cache, address, response) {
  await cache.put(at(address), response);
  verified.add(address);
}

/** Fetch what has this digest. What the browser's own cache, or a copy on the way, has damaged is asked for anew. */
async function fetched(address, expected) {
  for (const cache of ["default", "reload"]) {
    const response = await fetch(at(address), { cache });
    const isRight = response.status === 200 && !response.redirected && (await digestOf(response)).startsWith(expected);
    if (isRight) return response;
  }
  throw new Error(`${address}: not what this build has there`);
}

/* --- activation: only when nobody is in the middle of a session --- */

async function takeOver() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if ((await Promise.all(windows.map(isBusy))).some(Boolean)) return false;
  await self.skipWaiting();
  return true;
}

/** Ask a page whether a session runs in it. One that may be a session and does not answer is left in peace. */
function isBusy(page) {
  const { port1, port2 } = new MessageChannel();
  page.postMessage({ ask: "busy" }, [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(pathOf(page).startsWith("/routines/")), SILENT);
  });
}

async function activate() {
  await self.clients.claim();
  if (!(await self.clients.matchAll({ type: "window" })).length) await tidy();
}

/** Remove older versions. A page made by one may still load its scripts from it, so this waits for their end. */
async function tidy() {
  const own = await about(NAME);
  for (const { name, order } of await finished()) if (own && order < own.order) await caches.delete(name);
}

/* --- the count, and what it finds missing --- */

/** Read every response on this phone, and remove what is not as this build has it. */
async function verify(cache, requests) {
  const revisions = new Map(BUILD.files);
  verified.clear();
  for (const request of requests) {
    const path = pathOf(request);
    const response = await cache.match(request);
    if (!response || path === ABOUT) continue;
    const file = revisions.get(path);
    const isWhole = file ? (await digestOf(response)).startsWith(file) : await isIntact(path, response);
    if (isWhole) verified.add(path);
    else if (isWhole === false) await cache.delete(request);
  }
  verifiedAt = performance.now();
}

/** The paths of the responses on this phone that are as this build has them. */
async function intact(now) {
  const cache = await caches.open(NAME);
  const requests = await cache.keys();
  if (now || performance.now() - verifiedAt > VERIFIED_FOR) await verify(cache, requests);
  return new Set(requests.map(pathOf).filter((path) => verified.has(path)));
}

/** What of this version is on the phone, for people and, as `lacking` and `files`, for `fill`. */
async function count(body, now = false) {
  const held = await intact(now);
  const missing = BUILD.packs.map((pack) => ({ ...pack, lacks: pack.holds.filter((path) => !held.has(path)).length }));
  const wanted = BUILD.packs.reduce((sum, pack) => sum + pack.holds.length, 0);
  const lacking = missing.filter(({ lacks }) => lacks);
  return {
    version: BUILD.version,
    safety: BUILD.safety,
    ready: !lacking.some((pack) => !pack.body || pack.body === body),
    full: !lacking.length,
    held: wanted - lacking.reduce((sum, { lacks }) => sum + lacks, 0),
    wanted,
    lacking: lacking.sort((one, other) => (one.body && one.body !== body) - (other.body && other.body !== body)),
    files: BUILD.files.filter(([address]) => !held.has(address)),
  };
}

let filling;

/** Tell what is held, fetch what is not, and tell again after each part. */
async function fill({ body, stamp }, tell) {
  await filling;
  const { lacking, files, ...told } = await count(body);
  tell(told);
  filling = (async () => {
    try {
      const cache = await caches.open(NAME);
      for (const pack of lacking) {
        await bring(cache, pack);
        const { version, safety, ready, full, held, wanted } = await count(body);
        tell({ version, safety, ready, full, held, wanted });
      }
      for (const file of files) await bringFile(cache, file);
      const own = await about(NAME);
      if (lacking.length || !own) await finish(cache, BUILD.packs, own?.order ?? 1);
    } catch {
      // No connection, or the server is a version ahead: the next start looks again.
    }
  })();
  await filling;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length === 1 && stamp === BUILD.stamp) await tidy();
}

/** Verify and fetch although no page asked. */
async function verifyUnasked() {
  await new Promise((done) => setTimeout(done, UNASKED));
  if (verifiedAt < 0) await fill({}, () => {});
}

/** Fetch everything again, whatever is held. */
async function repair(data, tell) {
  await filling;
  for (const name of await ours()) await caches.delete(name);
  await fill(data, tell);
}

/* --- answers --- */

async function navigate(request) {
  const cache = await caches.open(NAME);
  const path = pathOf(request);
  const data = path.startsWith("/api/"); // there a question chooses what is answered; a page answers it by itself
  const name = data || path.length < 2 ? path : path.replace(/\/$/, "");
  const held = await repaired(cache, name, await cache.match(data ? request : at(name), { ignoreSearch: !data }));
  if (held) return held;
  try {
    return await fetch(request);
  } catch {
    const point = await pointAt(cache, path).catch(() => undefined);
    return point && point !== name ? Response.redirect(self.location.origin + at(point), 308) : notHere(path, await cache.match(at("/")));
  }
}

/** Where the service leads from another spelling of a point's code or name (`/points/UB23`, `/points/li-4`). */
async function pointAt(cache, path) {
  const [, asked, part = ""] = /^\/points\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
  if (!asked) return undefined;
  const { prefixes, codes, keys, entries } = await (await cache.match(at("/api/v1/search-index"))).json();
  const text = decodeURIComponent(asked).toLowerCase().replace(/[ .\-_:]/g, "");
  const [, letters, number] = /^(\D+)0{0,2}([1-9]\d?)$/.exec(text) ?? [];
  const code = prefixes[letters] + number;
  const isOld = letters === "b" && number > 35 && number < 55; // two numberings differ there
  const named = keys[text]?.map(([place]) => entries[place]).find(({ kind }) => kind === "point")?.key;
  const found = !isOld && codes[prefixes[letters]]?.includes(code) ? code : named;
  return found && `/points/${found}${part}`;
}

/** The stored response of a path; where it is damaged, the same from the network, or nothing without a connection. */
async function repaired(cache, path, held) {
  if (!held || (await isIntact(path, held)) !== false) return held;
  verifiedAt = -Infinity; // where one is damaged, others may be
  verified.delete(path);
  try {
    const response = await fetched(path, digests.get(path));
    await cache.put(at(path), response.clone());
    verified.add(path);
    return response;
  } catch {
    await cache.delete(at(path));
    return undefined;
  }
}

async function resource(request) {
  const cache = await caches.open(NAME);
  const path = pathOf(request);
  const asks = path === "/api/v1/catalogue"; // whether anything changed: for that the network is asked first
  const own = await repaired(cache, path, await cache.match(request));
  const held = own ?? (path.startsWith("/static/") ? await caches.match(request) : undefined);
  if (held && !asks) return held;
  try {
    return await fetch(request);
  } catch (error) {
    if (held && request.cache !== "no-store") return held; // who asks with that wants the network's word or none
    if (WITH_SERVER.test(path) && request.destination === "image") return picture(await cache.match(at("/")));
    if (!held && (path.startsWith("/api/") || WITH_SERVER.test(path))) return problem(path, await cache.match(at("/")));
    throw error;
  }
}

const reason = (path) =>
  WITH_SERVER.test(path)
    ? "This is made by the server when asked for, so it needs a connection."
    : "There is no connection, and this was not kept on the phone.";

/** Say that an address is not on this phone, with the security headers of one that is. */
function said(body, type, like) {
  const headers = new Headers(like?.headers);
  headers.set("content-type", type);
  headers.set("cache-control", "no-store");
  return new Response(body, { status: 503, statusText: "Service Unavailable", headers });
}

function problem(path, like) {
  const body = { type: "about:blank", title: "Service Unavailable", status: 503, detail: reason(path) };
  return said(JSON.stringify(body), "application/problem+json", like);
}

/** A picture that says so, in the place of one that the server would draw. */
function picture(like) {
  const words = ["This picture needs", "a connection."].map((text, line) => `<text x="160" y="${90 + 28 * line}">${text}</text>`).join("");
  return said(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" width="320" height="200" font-family="sans-serif" font-size="20" text-anchor="middle" fill="#221f1a">
<rect x="1" y="1" width="318" height="198" rx="10" fill="#fffdf8" stroke="#8a7f6d"/>${words}</svg>`, "image/svg+xml", like);
}

function notHere(path, like) {
  const drawing = /^\/diagrams\/[\w/-]+\.png$/.test(path) ? `<p><a href="${at(path.replace(/png$/, "svg"))}">The same drawing as SVG</a> is on this phone.</p>` : "";
  const page = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not on this phone · Thumbwidth</title><h1>This page is not on your phone</h1>
<p>${reason(path)}</p>${drawing}<p><a href="${at("/")}">Go to the start page</a></p></html>`;
  return said(page, "text/html; charset=utf-8", like);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.location.origin + at("/"))) return;
  event.respondWith(request.mode === "navigate" ? navigate(request) : resource(request));
  if (request.mode === "navigate" && verifiedAt < 0) event.waitUntil(verifyUnasked());
});
self.addEventListener("message", (event) => {
  const { data, ports } = event;
  const tell = (answer) => ports[0].postMessage(answer);
  if (data?.ask === "version") tell({ version: BUILD.version, safety: BUILD.safety });
  if (data?.ask === "count") event.waitUntil(count(data.body, true).then(tell));
  if (data?.ask === "status") event.waitUntil(fill(data, tell));
  if (data?.ask === "repair") event.waitUntil(repair(data, tell));
  if (data?.ask === "take-over") event.waitUntil(takeOver().then(tell));
});
