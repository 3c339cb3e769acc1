// Asks for what the page keeps in its template `after-paint` once something is seen: they are many modules, which
// would take the line from what is to be read.

const held = document.querySelector("#after-paint").content;
const AT_ONCE = 3; // more in one go would hold up a tap
const turns = new MessageChannel(); // lets everything else have its turn, without a timer's least delay

/** Move a few into the page, and the others at the next turn. Moved, because a copy's scripts run in any order. */
function ask() {
  document.head.append(...[...held.children].slice(0, AT_ONCE));
  if (held.childElementCount) turns.port2.postMessage("");
}

turns.port1.onmessage = ask;

// A page that nobody sees is not painted, and a browser may not tell: neither is to wait for it.
if (document.hidden || !PerformanceObserver.supportedEntryTypes.includes("paint")) {
  ask();
} else {
  document.addEventListener("visibilitychange", ask, { once: true });
  const once = (told) => told.getEntriesByName("first-contentful-paint").length && ask();
  new PerformanceObserver(once).observe({ type: "paint", buffered: true });
}
