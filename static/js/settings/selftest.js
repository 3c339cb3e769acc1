// The page on which a person with a phone finds out, in a minute, what it lets the guide do. It sends nothing.

import { all, find, url } from "../core/dom.js";
import * as sound from "../session/sound.js";
import * as store from "../core/store.js";
import { postQuestion } from "../core/worker-client.js";

const found = (key, text) => (find(`[data-check=${key}]`).textContent = text);
const say = (text) => (find("#said").textContent = text);

/** Run a check, and let a browser that refuses it say so instead of stopping the others. */
async function check(key, look) {
  try {
    found(key, await look());
  } catch (error) {
    found(key, `no (${error.name})`);
  }
}

/* --- checks without a tap --- */

async function worker() {
  if (!isSecureContext) return "no: it needs an address that begins with https";
  if (!navigator.serviceWorker) return "not in this browser or window";
  const registration = await navigator.serviceWorker.getRegistration();
  const state = ["installing", "waiting", "active"].filter((name) => registration?.[name]);
  return `${state.join(", ") || "none yet"}${navigator.serviceWorker.controller ? ", answers for this page" : ""}`;
}

async function held() {
  if (!isSecureContext) return "nothing: it needs an address that begins with https";
  const active = (await navigator.serviceWorker?.getRegistration())?.active;
  const told = active && (await postQuestion(active, { ask: "count", body: (await store.settings()).body }, 60_000));
  if (!told) return "nothing yet";
  found("build", told.version);
  const state = told.full ? "Fully offline" : told.ready ? "Ready offline" : "not ready";
  return `${state}, ${told.held} of ${told.wanted}`;
}

async function storage() {
  const { usage, quota } = await navigator.storage.estimate();
  return `${(usage / 1e6).toFixed(1)} MB used of ${Math.round(quota / 1e6)} MB`;
}

const persisted = async () => ((await navigator.storage.persisted()) ? "yes" : "no promise by the browser");

async function kept() {
  const same = (await store.set("selftest", "kept")) && (await store.get("selftest")) === "kept";
  await store.remove("selftest");
  const databases = (await indexedDB.databases?.())?.some(({ name }) => name === "thumbwidth") ?? true;
  return same && databases ? "can be kept" : "only until this page closes";
}

const home = () =>
  matchMedia("(display-mode: standalone)").matches || navigator.standalone === true ? "opened from it" : "opened in the browser";

async function look() {
  await Promise.all([
    check("worker", worker),
    check("held", held),
    check("storage", storage),
    check("persisted", persisted),
    check("kept", kept),
    check("compared", async () => (await store.get("compared")) ?? "not yet"),
    check("home", home),
    check("browser", () => navigator.userAgent),
    check("view", () => `${innerWidth} × ${innerHeight}, density ${devicePixelRatio}, ${matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"}`),
  ]);
}

/* --- checks after a tap, as in a session --- */

async function screen() {
  if (!navigator.wakeLock) return "not in this browser or window";
  const lock = await navigator.wakeLock.request("screen");
  setTimeout(() => lock.release(), 5000);
  return "yes";
}

async function voice() {
  if (!globalThis.speechSynthesis) return "not in this browser";
  const here = speechSynthesis.getVoices().filter(({ localService, lang }) => localService && lang.startsWith("en"));
  sound.playCue({ say: "Thumbwidth", tone: "none" }, { voice: true });
  return here.length ? `${here.length} English on this phone; you should hear “Thumbwidth”` : "none in English on this phone";
}

async function tone(unlocking) {
  if (!(await unlocking)) return "does not play";
  sound.schedule([{ tone: "start", delay: 0 }]);
  return "plays; if you heard nothing, look at the silent switch and the volume";
}

function vibration() {
  if (!navigator.vibrate) return "not in this browser";
  return navigator.vibrate(200) ? "asked for; you should have felt it" : "refused";
}

async function clock() {
  const started = Date.now();
  await new Promise((done) => setTimeout(done, 1000));
  return `one second took ${Date.now() - started} ms`;
}

find("#check").addEventListener("click", async () => {
  say("Checking …");
  const unlocking = sound.unlock({ sound: true, voice: true }); // in the tap, or the phone stays silent
  await Promise.all([
    check("screen", screen),
    check("sound", () => tone(unlocking)),
    check("voice", voice),
    check("vibration", vibration),
    check("clock", clock),
    look(),
  ]);
  say("Checked.");
});

function report() {
  const lines = all("[data-check]").map((place) => `${place.previousElementSibling.textContent}: ${place.textContent}`);
  return [`Thumbwidth, ${new Date().toISOString()}`, ...lines].join("\n");
}

find("#copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(report());
    say("Copied. It says nothing about you but what is on this page.");
  } catch {
    getSelection().selectAllChildren(find("main"));
    say("This browser does not copy by itself: the page is marked, copy it from the menu.");
  }
});

/* --- repair --- */

/** Put everything that the guide needs on this phone anew; what its owner entered is in another place. */
async function repair() {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.active) return say("There is nothing to repair yet.");
  say("Repairing …");
  try {
    await fetch(url("/api/v1/catalogue"), { cache: "no-store" });
  } catch {
    return say("This needs a connection. Try again when you have one.");
  }
  const { body } = await store.settings();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => data.full && look().then(() => say("Repaired."));
  registration.active.postMessage({ ask: "repair", body }, [port2]);
}

find("#repair").addEventListener("click", repair);
look();
