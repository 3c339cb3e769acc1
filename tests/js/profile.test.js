// How answers and signs are kept (static/js/safety/profile.js), on a database that can be made to fail.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakeDatabase, FakeStorage } from "../support/fake-storage.mjs";

const database = new FakeDatabase();
globalThis.indexedDB = database.factory;
globalThis.localStorage = new FakeStorage();
globalThis.BroadcastChannel = undefined;
const profile = await import("../../static/js/safety/profile.js");

beforeEach(async () => {
  database.fails = false;
  database.records.clear();
  await profile.clearPending();
});

const stored = (key) => database.records.get("answers")?.[key];

test("profile: an answer is kept with its day and moment", async () => {
  assert.equal(await profile.saveAnswers({ bone: { value: "yes" } }), true);
  assert.equal(stored("bone").value, "yes");
  assert.match(stored("bone").given, /^\d{4}-\d\d-\d\d$/);
  assert.ok(Math.abs(stored("bone").at - Date.now()) < 5000);
});

test("profile: a yes of another window wins over a no whose window did not know it", async () => {
  await profile.saveAnswers({ bleeding: { value: "no" } });
  const shown = profile.snapshot();
  database.records.set("answers", { bleeding: { value: "yes", given: "2026-11-21", at: Date.now() + 1 } }); // the other window
  await profile.saveAnswers({ bleeding: { value: "no" } }, () => shown);
  assert.equal(stored("bleeding").value, "yes");
  assert.equal(profile.snapshot().answers.bleeding.value, "yes");
});

test("profile: a no of the window that shows the yes is kept", async () => {
  await profile.saveAnswers({ bleeding: { value: "yes" } });
  await profile.saveAnswers({ bleeding: { value: "no" } });
  assert.equal(stored("bleeding").value, "no");
});

test("profile: a clearance of an answer on file is kept", async () => {
  await profile.saveAnswers({ organs: { value: "yes" } });
  await profile.saveAnswers({ organs: { value: "yes", cleared: true } });
  assert.equal(stored("organs").cleared, true);
});

test("profile: two yes answers join their areas, and only a clearance of both holds", () => {
  const base = undefined;
  const one = { value: "yes", given: "2026-11-21", at: 1, areas: ["knee"], cleared: true };
  assert.deepEqual(profile.resolveAnswer(one, base, { value: "yes", at: 2, areas: ["hand"] }).areas, ["knee", "hand"]);
  assert.equal(profile.resolveAnswer(one, base, { value: "yes", at: 2 }).areas, undefined);
  assert.equal(profile.resolveAnswer(one, base, { value: "yes", at: 2 }).cleared, undefined);
  assert.equal(profile.resolveAnswer(one, base, { value: "yes", at: 2, cleared: true }).cleared, true);
  assert.equal(profile.resolveAnswer(one, base, { value: "not-sure", at: 2 }).value, "not-sure");
});

test("profile: only the answers that were changed are written", async () => {
  await profile.saveAnswers({ bone: { value: "no" }, knee: { value: "no" } });
  const before = stored("knee");
  database.records.set("answers", { ...database.records.get("answers"), spine: { value: "yes", given: "2026-11-21", at: 1 } });
  await profile.saveAnswers({ bone: { value: "yes" } });
  assert.deepEqual(stored("knee"), before);
  assert.equal(stored("spine").value, "yes");
});

test("profile: an answer that cannot be written counts as yes, is named, and survives the page as a mark", async () => {
  await profile.saveAnswers({ bone: { value: "no" }, hip: { value: "no" } });
  database.fails = true;
  assert.equal(await profile.saveAnswers({ bone: { value: "yes" }, hip: { value: "no" } }), false);
  const { answers, unsaved } = profile.snapshot();
  assert.deepEqual([answers.bone.value, answers.hip.value], ["yes", "not-sure"]);
  assert.deepEqual(unsaved.sort(), ["bone", "hip"]);
  assert.deepEqual(Object.keys(JSON.parse(localStorage.getItem("thumbwidth-unsaved"))).sort(), ["bone", "hip"]);
});

test("profile: what memory holds wins over the database until it is written", async () => {
  await profile.saveAnswers({ bone: { value: "no" } });
  database.fails = true;
  await profile.saveAnswers({ bone: { value: "yes" } });
  database.fails = false;
  assert.equal(stored("bone").value, "no");
  assert.equal((await profile.load()).answers.bone.value, "yes");
  assert.equal(await profile.saveAnswers({ bone: { value: "yes" } }), true);
  assert.deepEqual((await profile.load()).unsaved, []);
  assert.equal(localStorage.getItem("thumbwidth-unsaved"), null);
});

test("profile: a mark of an earlier page counts as not sure", async () => {
  await profile.saveAnswers({ bone: { value: "no" } });
  localStorage.setItem("thumbwidth-unsaved", JSON.stringify({ bone: 1, "sign leg-clot": Date.now() }));
  const { answers, signs } = await profile.load();
  assert.equal(answers.bone.value, "not-sure");
  assert.deepEqual(signs.signs, ["leg-clot"]);
});

test("profile: a tick is known at once, before it is written", () => {
  const writing = profile.saveSigns({ "leg-clot": true });
  assert.deepEqual(profile.snapshot().signs.signs, ["leg-clot"]);
  return writing;
});

test("profile: a sign is unticked only by the window that shows it", async () => {
  await profile.saveSigns({ injury: true });
  const shown = profile.snapshot();
  database.records.set("closed", { day: "2026-11-21", signs: ["injury"], at: { injury: Date.now() + 5 } }); // ticked again elsewhere
  await profile.saveSigns({ injury: false }, () => shown);
  assert.deepEqual(database.records.get("closed").signs, ["injury"]);
  await profile.saveSigns({ injury: false });
  assert.equal(database.records.get("closed"), undefined);
});

test("profile: a sign that cannot be written closes all the same", async () => {
  database.fails = true;
  assert.equal(await profile.saveSigns({ collapse: true }), false);
  assert.deepEqual(profile.snapshot().signs.signs, ["collapse"]);
  assert.deepEqual(profile.snapshot().unsaved, ["sign collapse"]);
});

test("profile: where nothing can be read every question is open and known signs stay", async () => {
  await profile.saveAnswers({ bone: { value: "no" } });
  await profile.saveSigns({ injury: true });
  database.fails = true;
  const { answers, signs, check } = await profile.load();
  assert.deepEqual(answers, {});
  assert.deepEqual(signs.signs, ["injury"]);
  assert.equal(check, undefined);
});

test("profile: listeners hear of every change", async () => {
  const heard = [];
  const stop = profile.subscribe((known) => heard.push(known.answers.bone?.value));
  await profile.saveAnswers({ bone: { value: "yes" } });
  stop();
  await profile.saveAnswers({ bone: { value: "no" } });
  assert.deepEqual(heard, ["yes"]);
});

test("profile: a clearance does not count until it is written", async () => {
  await profile.saveAnswers({ organs: { value: "yes" } });
  const writing = profile.saveAnswers({ organs: { value: "yes", cleared: true } });
  assert.deepEqual([profile.snapshot().answers.organs.value, profile.snapshot().answers.organs.cleared], ["yes", undefined]);
  await writing;
  assert.equal(profile.snapshot().answers.organs.cleared, true);
});

test("profile: a clearance that cannot be written is an uncleared yes, and can be given again", async () => {
  await profile.saveAnswers({ organs: { value: "yes" } });
  database.fails = true;
  assert.equal(await profile.saveAnswers({ organs: { value: "yes", cleared: true } }), false);
  assert.deepEqual([profile.snapshot().answers.organs.value, profile.snapshot().answers.organs.cleared], ["yes", undefined]);
  assert.deepEqual(profile.snapshot().unsaved, ["organs"]);
  database.fails = false;
  assert.equal((await profile.load()).answers.organs.cleared, undefined);
  assert.equal(await profile.saveAnswers({ organs: { value: "yes", cleared: true } }), true);
  assert.equal(profile.snapshot().answers.organs.cleared, true);
});

test("profile: answers that cannot be read are open questions, and new ones can be kept", async () => {
  for (const damaged of [null, "no", 7, ["no"], { bone: null, organs: "no" }]) {
    database.records.set("answers", damaged);
    assert.deepEqual((await profile.load()).answers, {}, JSON.stringify(damaged));
    assert.equal(await profile.saveAnswers({ bone: { value: "no" } }), true, JSON.stringify(damaged));
    assert.deepEqual(Object.keys(database.records.get("answers")), ["bone"], JSON.stringify(damaged));
  }
});

test("profile: where what was checked of the signs cannot be read, all signs are asked again", async () => {
  const [at, signs] = [Date.now(), ["injury"]];
  for (const damaged of [{ checked: "injury" }, { checked: 7 }, { checked: null }, { checked: [7] }, { at: 7 }, { at: { injury: null } }]) {
    database.records.set("checked", { at, day: "2026-11-21", signsAt: at });
    database.records.set("closed", { day: "2026-11-21", signs, at: { injury: at }, ...damaged });
    const known = await profile.load();
    assert.deepEqual([known.signs.signs, known.check.signsAt], [[], undefined], JSON.stringify(damaged));
    await profile.saveCheck({ signs: true });
    assert.equal(database.records.get("closed"), undefined);
    assert.equal(await profile.saveSigns({ injury: true }), true);
    assert.deepEqual(database.records.get("closed").signs, signs);
  }
});
