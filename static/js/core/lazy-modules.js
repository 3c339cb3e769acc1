// Loads the modules of the template `after-paint` after the first paint. There are many, and loading them earlier would
// delay the visible content.

const deferred = document.querySelector("#after-paint").content;
const BATCH_SIZE = 3; // a larger batch would delay a tap
const channel = new MessageChannel(); // yields to other tasks, without the minimum delay of a timer

/** Move the next modules into the page. They are moved, not copied: copied scripts run in any order. */
function loadNextBatch() {
  document.head.append(...[...deferred.children].slice(0, BATCH_SIZE));
  if (deferred.childElementCount) channel.port2.postMessage("");
}

channel.port1.onmessage = loadNextBatch;

// A hidden page is not painted, and some browsers do not report a paint: neither has to wait.
if (document.hidden || !PerformanceObserver.supportedEntryTypes.includes("paint")) {
  loadNextBatch();
} else {
  document.addEventListener("visibilitychange", loadNextBatch, { once: true });
  const onFirstPaint = (entries) => entries.getEntriesByName("first-contentful-paint").length && loadNextBatch();
  new PerformanceObserver(onFirstPaint).observe({ type: "paint", buffered: true });
}
