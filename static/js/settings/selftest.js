// The self-test page: what this phone allows the guide to do. It sends nothing.

import { all, find, url } from "../core/dom.js";
import * as sound from "../session/sound.js";
import * as store from "../core/store.js";
import { postQuestion } from "../core/worker-client.js";

const showResult = (key, text) => (find(`[data-check=${key}]`).textContent = text);
const showStatus = (text) => (find("#said").textContent = text);

/** Run a check and show its result; an error is the result of its check and stops no other. */
async function runCheck(key, run) {
  try {
    showResult(key, await run());
  } catch (error) {
    showResult(key, `no (${error.name})`);
  }
}

/* --- checks without a tap --- */

async function workerStatus() {
  if (!isSecureContext) return "no: it needs an address that begins with https";
  if (!navigator.serviceWorker) return "not in this browser or window";
  const registration = await navigator.serviceWorker.getRegistration();
  const state = ["installing", "waiting", "active"].filter((name) => registration?.[name]);
  return `${state.join(", ") || "none yet"}${navigator.serviceWorker.controller ? ", answers for this page" : ""}`;
}

async function cacheStatus() {
  if (!isSecureContext) return "nothing: it needs an address that begins with https";
  const active = (await navigator.serviceWorker?.getRegistration())?.active;
  const reply = active && (await postQuestion(active, { ask: "count", body: (await store.settings()).body }, 60_000));
  if (!reply) return "nothing yet";
  showResult("build", reply.version);
  const state = reply.full ? "Fully offline" : reply.ready ? "Ready offline" : "not ready";
  return `${state}, ${reply.held} of ${reply.wanted}`;
}

async function storageUsage() {
  const { usage, quota } = await navigator.storage.estimate();
  return `${(usage / 1e6).toFixed(1)} MB used of ${Math.round(quota / 1e6)} MB`;
}

const persistenceStatus = async () => ((await navigator.storage.persisted()) ? "yes" : "no promise by the browser");

async function storageStatus() {
  const isReadBack = (await store.set("selftest", "kept")) && (await store.get("selftest")) === "kept";
  await store.remove("selftest");
  const databases = (await indexedDB.databases?.())?.some(({ name }) => name === "thumbwidth") ?? true;
  return isReadBack && databases ? "can be kept" : "only until this page closes";
}

const displayMode = () =>
  matchMedia("(display-mode: standalone)").matches || navigator.standalone === true ? "opened from it" : "opened in the browser";

async function runPassiveChecks() {
  await Promise.all([
    runCheck("worker", workerStatus),
    runCheck("held", cacheStatus),
    runCheck("storage", storageUsage),
    runCheck("persisted", persistenceStatus),
    runCheck("kept", storageStatus),
    runCheck("compared", async () => (await store.get("compared")) ?? "not yet"),
    runCheck("home", displayMode),
    runCheck("browser", () => navigator.userAgent),
    runCheck("view", () => `${innerWidth} × ${innerHeight}, density ${devicePixelRatio}, ${matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"}`),
  ]);
}

/* --- checks after a tap, as in a session --- */

async function wakeLockStatus() {
  if (!navigator.wakeLock) return "not in this browser or window";
  const lock = await navigator.wakeLock.request("screen");
  setTimeout(() => lock.release(), 5000);
  return "yes";
}

async function voiceStatus() {
  if (!globalThis.speechSynthesis) return "not in this browser";
  const localVoices = speechSynthesis.getVoices().filter(({ localService, lang }) => localService && lang.startsWith("en"));
  sound.playCue({ say: "Thumbwidth", tone: "none" }, { voice: true });
  return localVoices.length ? `${localVoices.length} English on this phone; you should hear “Thumbwidth”` : "none in English on this phone";
}

async function toneStatus(unlocking) {
  if (!(await unlocking)) return "does not play";
  sound.schedule([{ tone: "start", delay: 0 }]);
  return "plays; if you heard nothing, look at the silent switch and the volume";
}

function vibrationStatus() {
  if (!navigator.vibrate) return "not in this browser";
  return navigator.vibrate(200) ? "asked for; you should have felt it" : "refused";
}

async function clockStatus() {
  const started = Date.now();
  await new Promise((done) => setTimeout(done, 1000));
  return `one second took ${Date.now() - started} ms`;
}

find("#check").addEventListener("click", async () => {
  showStatus("Checking …");
  const unlocking = sound.unlock({ sound: true, voice: true }); // within the tap: required by the phone
  await Promise.all([
    runCheck("screen", wakeLockStatus),
    runCheck("sound", () => toneStatus(unlocking)),
    runCheck("voice", voiceStatus),
    runCheck("vibration", vibrationStatus),
    runCheck("clock", clockStatus),
    runPassiveChecks(),
  ]);
  showStatus("Checked.");
});

function report() {
  const lines = all("[data-check]").map((place) => `${place.previousElementSibling.textContent}: ${place.textContent}`);
  return [`Thumbwidth, ${new Date().toISOString()}`, ...lines].join("\n");
}

find("#copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(report());
    showStatus("Copied. It says nothing about you but what is on this page.");
  } catch {
    getSelection().selectAllChildren(find("main"));
    showStatus("This browser does not copy by itself: the page is marked, copy it from the menu.");
  }
});

/* --- repair --- */

/** Fetch everything that the guide needs again; the data of the person is stored elsewhere. */
async function repair() {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.active) return showStatus("There is nothing to repair yet.");
  showStatus("Repairing …");
  try {
    await fetch(url("/api/v1/catalogue"), { cache: "no-store" });
  } catch {
    return showStatus("This needs a connection. Try again when you have one.");
  }
  const { body } = await store.settings();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => data.full && runPassiveChecks().then(() => showStatus("Repaired."));
  registration.active.postMessage({ ask: "repair", body }, [port2]);
}

find("#repair").addEventListener("click", repair);
runPassiveChecks();
