// The lines that were fully in view for at least half a second. Times come from the browser (intersection entries and
// events), so that late timers and clock changes have no effect.

const FULL_RATIO = 0.98; // of a line; fractions of a pixel are rounded
const MIN_VIEW_MS = 500;

/** Whether an element is fully in view in its scroll container now. */
export function isInView(element, scroller) {
  const [own, box] = [element, scroller].map((one) => one.getBoundingClientRect());
  return own.top >= box.top - 1 && own.bottom <= box.bottom + 1;
}

export class SeenLines {
  #views = new Map(); // line: {since: when it came fully into view, or null; seen}
  #observer;

  /** Watch lines; `scroller` is the scroll container, `covered` the height in pixels of the bar over its top. */
  constructor(lines, scroller, covered = 0) {
    this.#observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#note(entry)), {
      root: scroller, rootMargin: `-${covered}px 0px 0px 0px`, threshold: [0, 0.5, FULL_RATIO, 1],
    });
    for (const line of lines) {
      this.#views.set(line, { since: null, seen: false });
      this.#observer.observe(line);
    }
  }

  #note({ target, intersectionRatio, intersectionRect, rootBounds, time }) {
    const view = this.#views.get(target);
    const fills = rootBounds && intersectionRect.height >= FULL_RATIO * rootBounds.height; // taller than the scroll container
    const isFull = intersectionRatio >= FULL_RATIO || fills;
    if (!isFull && view.since !== null && time - view.since >= MIN_VIEW_MS) view.seen = true;
    if (isFull !== (view.since !== null)) view.since = isFull ? time : null;
  }

  /** Whether a line has been in view, at the time of an event. */
  isSeen(line, time) {
    for (const entry of this.#observer.takeRecords()) this.#note(entry);
    const view = this.#views.get(line);
    if (view?.since != null && time - view.since >= MIN_VIEW_MS) view.seen = true;
    return Boolean(view?.seen);
  }

  stop() {
    this.#observer.disconnect();
  }
}
