// Makes the guide work without a connection. The server puts `const BUILD = {version, safety, stamp, packs, files}` on
// the first line. A pack is one document with many answers in it (see server/pack.py); `body` names a pack that
// may come after the rest (the drawings of the other body). Every version has a cache of its own: an old one answers
// whole until a new one is whole.
/* global BUILD */

const PREFIX = "thumbwidth ";
const NAME = PREFIX + BUILD.version;
const ABOUT = "/.held"; // put last; a cache without it was never finished
const SILENT = 1000; // ms after which a page is not expected to answer any more
const WITH_SERVER = /^\/diagrams\/.*\.png$|^\/(qr|calendar|api\/v1\/routines\/custom)\//; // made when asked, never kept

const pathOf = ({ url }) => new URL(url).pathname;

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
  } catch (error) {
    if (!own) await caches.delete(NAME);
    throw error;
  }
}

async function about(name) {
  const held = (await caches.has(name)) && (await (await caches.open(name)).match(ABOUT));
  return held ? { name, ...(await held.json()) } : undefined;
}

const finish = (cache, packs, order) =>
  cache.put(ABOUT, Response.json({ order, packs: packs.map(({ address, body }) => ({ address, body })), files: BUILD.files }));

const ours = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

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
  for (const { name, packs } of before) {
    if (packs.some((held) => held.address === address) && (await copied(name, holds, cache))) return;
  }
  const { headers, pieces, entries } = await (await fetched(address)).json();
  if (!holds.every((path) => entries[path])) throw new Error(`${address}: not the pack of this build`);
  const answer = (entry) => new Response(joined(entry.body, pieces), { headers: headers[entry.headers] });
  await Promise.all(holds.map((path) => cache.put(path, answer(entries[path]))));
}

/** Join runs of pieces: the first of a run and how many, the next, and so on. */
function joined(runs, pieces) {
  let text = "";
  for (let i = 0; i < runs.length; i += 2) text += pieces.slice(runs[i], runs[i] + runs[i + 1]).join("");
  return text;
}

async function copied(name, holds, cache) {
  const old = await caches.open(name);
  const answers = await Promise.all(holds.map((path) => old.match(path)));
  if (!answers.every(Boolean)) return false;
  await Promise.all(holds.map((path, index) => cache.put(path, answers[index])));
  return true;
}

async function bringFile(cache, [address, revision], before = []) {
  for (const { name, files } of before) {
    const same = files.find(([, held]) => held === revision);
    const answer = same && (await (await caches.open(name)).match(same[0]));
    if (answer) return cache.put(address, answer);
  }
  return cache.put(address, await fetched(address));
}

async function fetched(address) {
  const response = await fetch(address);
  if (response.status !== 200 || response.redirected) throw new Error(`${address}: ${response.status}`);
  return response;
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

/** What of this version is on the phone, for people and, as `lacking` and `files`, for `fill`. */
async function count(body) {
  const held = new Set((await (await caches.open(NAME)).keys()).map(pathOf));
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

/* --- answers --- */

async function navigate(request) {
  const cache = await caches.open(NAME);
  const path = pathOf(request);
  const data = path.startsWith("/api/"); // there a question chooses what is answered; a page answers it by itself
  const held = await cache.match(data ? request : path.length > 1 ? path.replace(/\/$/, "") : path, { ignoreSearch: !data });
  if (held) return held;
  try {
    return await fetch(request);
  } catch {
    return notHere(path, await cache.match("/"));
  }
}

async function resource(request) {
  const cache = await caches.open(NAME);
  const path = pathOf(request);
  const asks = path === "/api/v1/catalogue"; // whether anything changed: for that the network is asked first
  const held = (await cache.match(request)) ?? (path.startsWith("/static/") ? await caches.match(request) : undefined);
  if (held && !asks) return held;
  try {
    return await fetch(request);
  } catch (error) {
    if (held && request.cache !== "no-store") return held; // who asks with that wants the network's word or none
    if (WITH_SERVER.test(path) && request.destination === "image") return picture(await cache.match("/"));
    if (!held && (path.startsWith("/api/") || WITH_SERVER.test(path))) return problem(path, await cache.match("/"));
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
  const drawing = /^\/diagrams\/[\w/-]+\.png$/.test(path) ? `<p><a href="${path.replace(/png$/, "svg")}">The same drawing as SVG</a> is on this phone.</p>` : "";
  const page = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not on this phone · Thumbwidth</title><h1>This page is not on your phone</h1>
<p>${reason(path)}</p>${drawing}<p><a href="/">Go to the start page</a></p></html>`;
  return said(page, "text/html; charset=utf-8", like);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(request.mode === "navigate" ? navigate(request) : resource(request));
});
self.addEventListener("message", (event) => {
  const { data, ports } = event;
  const tell = (answer) => ports[0].postMessage(answer);
  if (data?.ask === "version") tell({ version: BUILD.version, safety: BUILD.safety });
  if (data?.ask === "count") event.waitUntil(count(data.body).then(tell));
  if (data?.ask === "status") event.waitUntil(fill(data, tell));
  if (data?.ask === "take-over") event.waitUntil(takeOver().then(tell));
});
