// The service worker: makes the guide work offline. The server puts `const BUILD = {version, safety, stamp, packs,
// files}` on the first line. A pack is an offline bundle, one document with many responses (see
// server/delivery/offline_bundle.py); one with a `body` may come later (the drawings of the other body). Every version
// has its own cache: the old one answers until the new one is complete.
//
// Bundles and files are named by a digest of their content, which is verified. The digest of every response from a
// bundle is stored beside the responses: a response with another digest is fetched again, or counts as missing. Paths
// are relative to the folder of this script.
/* global BUILD */

const CACHE_MANIFEST = "/.held"; // written last; a cache without it is incomplete
const REPLY_TIMEOUT = 1000; // ms after which a page counts as not answering
const NEEDS_SERVER = /^\/diagrams\/.*\.png$|^\/(qr|calendar|api\/v1\/routines\/custom)\//; // computed on request, never cached

const ROOT = new URL(".", self.location).pathname.slice(0, -1); // "" or, below a path, "/guide"
const PREFIX = ROOT ? `thumbwidth ${ROOT} ` : "thumbwidth "; // caches are shared by the whole host
const CACHE_NAME = PREFIX + BUILD.version;
const pathOf = ({ url }) => new URL(url).pathname.slice(ROOT.length);
const absolutePath = (path) => ROOT + path;
const digests = new Map(); // by path, of the responses of this build
const verified = new Set(); // paths whose response was verified
const VERIFIED_FOR = 60_000; // ms until the next verification without a request for it
const VERIFY_DELAY = 5000; // ms after a page was opened: a page with damaged scripts sends no message
let verifiedAt = -Infinity;
let digestsLoaded;

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const digestOf = async (response) => digest(await response.clone().arrayBuffer());

/** Whether a response has the digest of this build; undefined where the digest is unknown. */
async function isIntact(path, response) {
  await (digestsLoaded ??= readCacheManifest(CACHE_NAME).then((ownManifest) => Object.entries(ownManifest?.digests ?? {}).forEach((pair) => digests.set(...pair))));
  return digests.has(path) ? digests.get(path) === (await digestOf(response)) : undefined;
}

/* --- install: all or nothing --- */

async function install() {
  const ownManifest = await readCacheManifest(CACHE_NAME); // exists if this version was installed before and another one replaced it
  if (!ownManifest) await caches.delete(CACHE_NAME);
  await deleteIncompleteCaches();
  const previous = await completeCaches();
  try {
    const cache = await caches.open(CACHE_NAME);
    const bundles = BUILD.packs.filter(({ body }) => !body || previous[0]?.packs.some((stored) => stored.body === body));
    await Promise.all([...bundles.map((bundle) => installBundle(cache, bundle, previous)), ...BUILD.files.map((file) => installFile(cache, file, previous))]);
    await writeCacheManifest(cache, bundles, 1 + Math.max(0, ...previous.map(({ order }) => order)));
    verifiedAt = performance.now(); // each was verified when it was stored
  } catch (error) {
    if (!ownManifest) await caches.delete(CACHE_NAME);
    throw error;
  }
}

async function readCacheManifest(name) {
  const stored = (await caches.has(name)) && (await (await caches.open(name)).match(absolutePath(CACHE_MANIFEST)));
  const manifest = stored && (await stored.json().catch(() => undefined));
  return manifest?.packs ? { name, ...manifest } : undefined;
}

const writeCacheManifest = (cache, bundles, order) =>
  cache.put(absolutePath(CACHE_MANIFEST), Response.json({
    order, packs: bundles.map(({ address, body }) => ({ address, body })), files: BUILD.files, digests: Object.fromEntries(digests),
  }));

const ownCacheNames = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && !name.includes("/", PREFIX.length));

/** Return the complete versions on this phone, newest first. */
async function completeCaches() {
  const known = (await Promise.all((await ownCacheNames()).map(readCacheManifest))).filter(Boolean);
  return known.sort((one, other) => other.order - one.order);
}

/** Delete caches that a crash left incomplete. */
async function deleteIncompleteCaches() {
  for (const name of await ownCacheNames()) if (!(await readCacheManifest(name))) await caches.delete(name);
}

/** Put the responses of a bundle into a cache: from an earlier version with the same bundle, or from the network. */
async function installBundle(cache, { address, holds: urls }, previous = []) {
  for (const version of previous) {
    if (version.packs.some((stored) => stored.address === address) && (await copyFromCache(version, urls, cache))) return;
  }
  const { headers, pieces: chunks, entries } = await (await fetchOk(address, /\w+(?=\.json$)/.exec(address)[0])).json();
  if (!urls.every((path) => entries[path])) throw new Error(`${address}: not the pack of this build`);
  await Promise.all(urls.map(async (path) => {
    const body = new TextEncoder().encode(joinChunks(entries[path].body, chunks));
    digests.set(path, await digest(body));
    verified.add(path);
    await cache.put(absolutePath(path), new Response(body, { headers: headers[entries[path].headers] }));
  }));
}

/** Join runs of chunks: the first chunk of a run and their number, then the next run. */
function joinChunks(runs, chunks) {
  let text = "";
  for (let i = 0; i < runs.length; i += 2) text += chunks.slice(runs[i], runs[i] + runs[i + 1]).join("");
  return text;
}

async function copyFromCache(version, urls, cache) {
  const old = await caches.open(version.name);
  const responses = await Promise.all(urls.map((path) => old.match(absolutePath(path))));
  if (!responses.every(Boolean)) return false;
  const foundDigests = await Promise.all(responses.map(digestOf));
  if (urls.some((path, index) => foundDigests[index] !== version.digests?.[path])) return false;
  urls.forEach((path, index) => verified.add(path) && digests.set(path, foundDigests[index]));
  await Promise.all(urls.map((path, index) => cache.put(absolutePath(path), responses[index])));
  return true;
}

async function installFile(cache, [address, revision], previous = []) {
  for (const { name, files } of previous) {
    const match = files.find(([, stored]) => stored === revision);
    const response = match && (await (await caches.open(name)).match(absolutePath(match[0])));
    if (response && (await digestOf(response)).startsWith(revision)) return storeFile(cache, address, response);
  }
  return storeFile(cache, address, await fetchOk(address, revision));
}

async function storeFile(cache, address, response) {
  await cache.put(absolutePath(address), response);
  verified.add(address);
}

/** Fetch a file with this digest. If a cache on the way has damaged it, it is fetched past the browser's cache. */
async function fetchOk(address, expected) {
  for (const cache of ["default", "reload"]) {
    const response = await fetch(absolutePath(address), { cache });
    const isValid = response.status === 200 && !response.redirected && (await digestOf(response)).startsWith(expected);
    if (isValid) return response;
  }
  throw new Error(`${address}: not what this build has there`);
}

/* --- activation: only while no session runs --- */

async function activateNow() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if ((await Promise.all(windows.map(isBusy))).some(Boolean)) return false;
  await self.skipWaiting();
  return true;
}

/** Ask a page whether a session runs in it. A page of a routine that does not reply counts as busy. */
function isBusy(page) {
  const { port1, port2 } = new MessageChannel();
  page.postMessage({ ask: "busy" }, [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(pathOf(page).startsWith("/routines/")), REPLY_TIMEOUT);
  });
}

async function activate() {
  await self.clients.claim();
  if (!(await self.clients.matchAll({ type: "window" })).length) await deleteOldCaches();
}

/** Delete older versions when no page is left that may still load its scripts from them. */
async function deleteOldCaches() {
  const ownManifest = await readCacheManifest(CACHE_NAME);
  for (const { name, order } of await completeCaches()) if (ownManifest && order < ownManifest.order) await caches.delete(name);
}

/* --- status and repair --- */

/** Verify every cached response, and delete damaged ones. */
async function verify(cache, requests) {
  const revisions = new Map(BUILD.files);
  verified.clear();
  for (const request of requests) {
    const path = pathOf(request);
    const response = await cache.match(request);
    if (!response || path === CACHE_MANIFEST) continue;
    const file = revisions.get(path);
    const isComplete = file ? (await digestOf(response)).startsWith(file) : await isIntact(path, response);
    if (isComplete) verified.add(path);
    else if (isComplete === false) await cache.delete(request);
  }
  verifiedAt = performance.now();
}

/** Return the paths of the cached responses that are verified. */
async function intactPaths(now) {
  const cache = await caches.open(CACHE_NAME);
  const requests = await cache.keys();
  if (now || performance.now() - verifiedAt > VERIFIED_FOR) await verify(cache, requests);
  return new Set(requests.map(pathOf).filter((path) => verified.has(path)));
}

/** Return the status of the cache for pages and, as `lacking` and `files`, for `repairCache`. */
async function cacheStatus(body, now = false) {
  const stored = await intactPaths(now);
  const missing = BUILD.packs.map((bundle) => ({ ...bundle, lacks: bundle.holds.filter((path) => !stored.has(path)).length }));
  const wanted = BUILD.packs.reduce((sum, bundle) => sum + bundle.holds.length, 0);
  const incompleteBundles = missing.filter(({ lacks: missingCount }) => missingCount);
  return {
    version: BUILD.version,
    safety: BUILD.safety,
    ready: !incompleteBundles.some((bundle) => !bundle.body || bundle.body === body),
    full: !incompleteBundles.length,
    held: wanted - incompleteBundles.reduce((sum, { lacks: missingCount }) => sum + missingCount, 0),
    wanted,
    lacking: incompleteBundles.sort((one, other) => (one.body && one.body !== body) - (other.body && other.body !== body)),
    files: BUILD.files.filter(([address]) => !stored.has(address)),
  };
}

let repairing;

/** Report the status, fetch what is missing, and report again after each bundle. */
async function repairCache({ body, stamp }, report) {
  await repairing;
  const { lacking: incompleteBundles, files, ...status } = await cacheStatus(body);
  report(status);
  repairing = (async () => {
    try {
      const cache = await caches.open(CACHE_NAME);
      for (const bundle of incompleteBundles) {
        await installBundle(cache, bundle);
        const { version, safety, ready, full, held: stored, wanted } = await cacheStatus(body);
        report({ version, safety, ready, full, held: stored, wanted });
      }
      for (const file of files) await installFile(cache, file);
      const ownManifest = await readCacheManifest(CACHE_NAME);
      if (incompleteBundles.length || !ownManifest) await writeCacheManifest(cache, BUILD.packs, ownManifest?.order ?? 1);
    } catch {
      // Offline, or the server has a newer version: the next start tries again.
    }
  })();
  await repairing;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length === 1 && stamp === BUILD.stamp) await deleteOldCaches();
}

/** Verify and repair although no page sent a message. */
async function verifyWithoutPage() {
  await new Promise((done) => setTimeout(done, VERIFY_DELAY));
  if (verifiedAt < 0) await repairCache({}, () => {});
}

/** Fetch everything again. */
async function repair(data, report) {
  await repairing;
  for (const name of await ownCacheNames()) await caches.delete(name);
  await repairCache(data, report);
}

/* --- responses --- */

async function handleNavigation(request) {
  const cache = await caches.open(CACHE_NAME);
  const path = pathOf(request);
  const data = path.startsWith("/api/"); // the query of an API request selects its response; that of a page does not
  const name = data || path.length < 2 ? path : path.replace(/\/$/, "");
  const stored = await verifiedResponse(cache, name, await cache.match(data ? request : absolutePath(name), { ignoreSearch: !data }));
  if (stored) return stored;
  try {
    return await fetch(request);
  } catch {
    const point = await pointAt(cache, path).catch(() => undefined);
    return point && point !== name ? Response.redirect(self.location.origin + absolutePath(point), 308) : offlinePage(path, await cache.match(absolutePath("/")));
  }
}

/**
 * Return the path to which the service redirects another spelling of a code or name (`/points/UB23`, `/points/li-4`).
 */
async function pointAt(cache, path) {
  const [, spelling, part = ""] = /^\/points\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
  if (!spelling) return undefined;
  const { prefixes, codes, keys, entries } = await (await cache.match(absolutePath("/api/v1/search-index"))).json();
  const text = decodeURIComponent(spelling).toLowerCase().replace(/[ .\-_:]/g, "");
  const [, letters, number] = /^(\D+)0{0,2}([1-9]\d?)$/.exec(text) ?? [];
  const code = prefixes[letters] + number;
  const isOld = letters === "b" && number > 35 && number < 55; // two numberings differ there
  const named = keys[text]?.map(([place]) => entries[place]).find(({ kind }) => kind === "point")?.key;
  const found = !isOld && codes[prefixes[letters]]?.includes(code) ? code : named;
  return found && `/points/${found}${part}`;
}

/** Return a cached response if it is intact; otherwise fetch it again, or return undefined offline. */
async function verifiedResponse(cache, path, stored) {
  if (!stored || (await isIntact(path, stored)) !== false) return stored;
  verifiedAt = -Infinity; // others may be damaged too
  verified.delete(path);
  try {
    const response = await fetchOk(path, digests.get(path));
    await cache.put(absolutePath(path), response.clone());
    verified.add(path);
    return response;
  } catch {
    await cache.delete(absolutePath(path));
    return undefined;
  }
}

async function handleResource(request) {
  const cache = await caches.open(CACHE_NAME);
  const path = pathOf(request);
  const isFreshnessCheck = path === "/api/v1/catalogue"; // it asks whether anything changed: network first
  const intact = await verifiedResponse(cache, path, await cache.match(request));
  const stored = intact ?? (path.startsWith("/static/") ? await caches.match(request) : undefined);
  if (stored && !isFreshnessCheck) return stored;
  try {
    return await fetch(request);
  } catch (error) {
    if (stored && request.cache !== "no-store") return stored; // `no-store` requests must not be answered from the cache
    if (NEEDS_SERVER.test(path) && request.destination === "image") return offlineImage(await cache.match(absolutePath("/")));
    if (!stored && (path.startsWith("/api/") || NEEDS_SERVER.test(path))) return offlineProblem(path, await cache.match(absolutePath("/")));
    throw error;
  }
}

const reason = (path) =>
  NEEDS_SERVER.test(path)
    ? "This is made by the server when asked for, so it needs a connection."
    : "There is no connection, and this was not kept on the phone.";

/** Return an offline response, with the security headers of a cached page. */
function offlineResponse(body, type, template) {
  const headers = new Headers(template?.headers);
  headers.set("content-type", type);
  headers.set("cache-control", "no-store");
  return new Response(body, { status: 503, statusText: "Service Unavailable", headers });
}

function offlineProblem(path, template) {
  const body = { type: "about:blank", title: "Service Unavailable", status: 503, detail: reason(path) };
  return offlineResponse(JSON.stringify(body), "application/problem+json", template);
}

/** Return an image with the offline text in place of one that the server would draw. */
function offlineImage(template) {
  const words = ["This picture needs", "a connection."].map((text, line) => `<text x="160" y="${90 + 28 * line}">${text}</text>`).join("");
  return offlineResponse(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" width="320" height="200" font-family="sans-serif" font-size="20" text-anchor="middle" fill="#221f1a">
<rect x="1" y="1" width="318" height="198" rx="10" fill="#fffdf8" stroke="#8a7f6d"/>${words}</svg>`, "image/svg+xml", template);
}

function offlinePage(path, template) {
  const drawing = /^\/diagrams\/[\w/-]+\.png$/.test(path) ? `<p><a href="${absolutePath(path.replace(/png$/, "svg"))}">The same drawing as SVG</a> is on this phone.</p>` : "";
  const page = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not on this phone · Thumbwidth</title><h1>This page is not on your phone</h1>
<p>${reason(path)}</p>${drawing}<p><a href="${absolutePath("/")}">Go to the start page</a></p></html>`;
  return offlineResponse(page, "text/html; charset=utf-8", template);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.location.origin + absolutePath("/"))) return;
  event.respondWith(request.mode === "navigate" ? handleNavigation(request) : handleResource(request));
  if (request.mode === "navigate" && verifiedAt < 0) event.waitUntil(verifyWithoutPage());
});
self.addEventListener("message", (event) => {
  const { data, ports } = event;
  const report = (reply) => ports[0].postMessage(reply);
  if (data?.ask === "version") report({ version: BUILD.version, safety: BUILD.safety });
  if (data?.ask === "count") event.waitUntil(cacheStatus(data.body, true).then(report));
  if (data?.ask === "status") event.waitUntil(repairCache(data, report));
  if (data?.ask === "repair") event.waitUntil(repair(data, report));
  if (data?.ask === "take-over") event.waitUntil(activateNow().then(report));
});
