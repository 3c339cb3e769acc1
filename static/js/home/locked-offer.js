// The main card of the start page where the answers or a ticked sign close its routine: why, and what is still open.

import { sessionUrl } from "../core/session-url.js";
import { find, url } from "../core/dom.js";
import { codesOf } from "../prescription/received-routines.js";
import { questions, signs } from "../safety/judge.js";
import { lockOfPoints, lockOfRoutine } from "../safety/routine-marks.js";

export const BREATHING = "seated-breathing"; // asks nothing, so that only an emergency closes it
const MOST_REASONS = 2;
const HEADINGS = { emergency: "Get help now", "same-day": "Call your doctor today" };

const lockOfOffer = ({ slug, prescription }) => (prescription ? lockOfPoints(codesOf(prescription)) : lockOfRoutine(slug));

/** Return the short names of the answers that lock: `Weak bones; Cancer`. */
function reasonText(conditions) {
  const names = conditions.map((key) => questions.find((question) => question.key === key)?.short).filter(Boolean);
  return names.slice(0, MOST_REASONS).join("; ");
}

/** Return the content of the card for a ticked sign: what to do, why, and a link to whom to call. */
function signOffer({ stop, signs: ticked }, offer) {
  const sign = signs.find(({ slug }) => ticked.includes(slug));
  const opens = sign?.clearance ? { act: "See why", address: offer.address } : { act: "Whom to call", address: url(`/safety#${stop}`) };
  return { title: sign?.heading || HEADINGS[stop], about: sign?.reason ?? "", why: "", change: "Ticked by mistake?", changeAddress: offer.address, ...opens };
}

/** Return the content of the card for answers that lock the routine: why, and breathing instead. */
const answersOffer = ({ conditions }) => ({
  act: "Breathe", address: `${sessionUrl({ slug: BREATHING })}#now`,
  why: reasonText(conditions), change: "Change answers", changeAddress: url("/settings#about-you"),
});

/** Return the content of the card by the answers: unchanged where its routine is open. */
export function allowedOffer(offer) {
  const lock = lockOfOffer(offer.routine);
  if (!lock) return { ...offer, isLocked: false };
  return { ...offer, goesOn: false, isLocked: true, isStopped: Boolean(lock.stop), ...(lock.stop ? signOffer(lock, offer) : answersOffer(lock)) };
}

/** Show why the routine of the card is locked, and where to change that; hide a second link to breathing. */
export function renderLock(section, { isLocked, isEnough, isStopped, why, change, changeAddress }) {
  const line = find("[data-locked]", section);
  line.hidden = !isLocked;
  if (isLocked) {
    find("[data-locked-why]", line).textContent = why ? `${why}. ` : "";
    Object.assign(find("a", line), { textContent: change, href: changeAddress });
  }
  find("[data-breathe]", section).hidden = Boolean(isEnough || (isLocked && !isStopped) || lockOfRoutine(BREATHING));
}
