// Makes the guide work without a connection. The server puts `const BUILD = {version, pack, shell}` on the first line:
// `pack` is one file with every page, drawing and document; `shell` the addresses of style sheets, scripts and icons.
/* global BUILD */

const PREFIX = "thumbwidth ";
const NAME = PREFIX + [BUILD.version, BUILD.pack, BUILD.shell[0]].join(" ");
const ABOUT = "/.held"; // what this cache should hold and which safety rules it carries
const TAKE_OVER = "/.take-over"; // stands in the cache while a changed warning waits for the end of a session

async function fetched(address) {
  const response = await fetch(address, { cache: "no-cache" });
  if (response.status !== 200 || response.redirected) throw new Error(`${address}: ${response.status}`);
  return response;
}

/* --- install: all or nothing, into a cache of its own --- */

async function install() {
  const there = await caches.has(NAME);
  try {
    const cache = await caches.open(NAME);
    const pack = await (await fetched(BUILD.pack)).json();
    const pages = Object.entries(pack.entries);
    await Promise.all(pages.map(([address, { body, status, headers }]) => cache.put(address, new Response(body, { status, headers }))));
    await Promise.all(BUILD.shell.map(async (address) => cache.put(address, (await caches.match(address)) ?? (await fetched(address)))));
    const before = await about(await activeCache());
    const now = { safety: pack.safety_version, wanted: [...pages.map(([address]) => address), ...BUILD.shell] };
    await cache.put(ABOUT, Response.json(now));
    if (before && before.safety !== now.safety) await cache.put(TAKE_OVER, new Response(""));
  } catch (error) {
    if (!there) await caches.delete(NAME);
    throw error;
  }
  await takeOver();
}

const about = async (cache) => (await cache?.match(ABOUT))?.json();

async function activeCache() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  return others.length ? caches.open(others[0]) : undefined;
}

/** A changed warning does not wait for anybody's leave, only for the end of a session; `idle` has just ended its own. */
async function takeOver(idle) {
  const cache = await caches.open(NAME);
  if (!(await cache.match(TAKE_OVER))) return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const playing = pages.some(({ id, url }) => id !== idle && new URL(url).pathname.endsWith("/session"));
  if (!playing) await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  }
  await (await caches.open(NAME)).delete(TAKE_OVER);
  await self.clients.claim();
}

/* --- answers --- */

async function navigate(request) {
  self.registration.waiting?.postMessage("navigating");
  const cache = await caches.open(NAME);
  const path = new URL(request.url).pathname;
  const held = await cache.match(path.length > 1 ? path.replace(/\/$/, "") : path, { ignoreSearch: true });
  if (held) return held;
  try {
    return await fetch(request);
  } catch {
    return notHere(await cache.match("/"));
  }
}

async function resource(request) {
  const cache = await caches.open(NAME);
  if (new URL(request.url).pathname !== "/api/v1/catalogue") {
    const held = await cache.match(request);
    if (held) return held;
  }
  try {
    return await fetch(request);
  } catch (error) {
    const held = await cache.match(request);
    if (held) return held;
    throw error;
  }
}

/** The page for an address that is not on this phone, with the security headers of one that is. */
function notHere(like) {
  const headers = new Headers(like?.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  const page = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not on this phone · Thumbwidth</title><h1>This page is not on your phone</h1>
<p>There is no connection, and this page was not kept. <a href="/">Go to the start page</a></p></html>`;
  return new Response(page, { status: 503, headers });
}

async function status(body) {
  const cache = await caches.open(NAME);
  const wanted = (await about(cache))?.wanted ?? [];
  const held = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  const missing = wanted.filter((address) => !held.has(new URL(address, self.location).pathname));
  const other = body === "male" ? "/diagrams/female/" : "/diagrams/male/";
  const needed = missing.filter((address) => !address.startsWith(other) && !address.startsWith("/api/"));
  const some = wanted.length > 0;
  return { ready: some && !needed.length, full: some && !missing.length, held: wanted.length - missing.length, wanted: wanted.length };
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(request.mode === "navigate" ? navigate(request) : resource(request));
});
self.addEventListener("message", (event) => {
  const { data, source, ports } = event;
  if (data === "skip-waiting") event.waitUntil(self.skipWaiting());
  if (data === "session-off") event.waitUntil(takeOver(source.id));
  if (data === "navigating") event.waitUntil(takeOver());
  if (data?.ask === "status") event.waitUntil(status(data.body).then((answer) => ports[0].postMessage(answer)));
});
