// The pictures' index of every stream, fetched a window at a time: an hour of it never lies here whole.
// Until a window is there its pictures are guessed between its ends, which are known; what is shown waits for it.

import { Stream, lastNotAfter } from "./picture_index.js";

/** Make room for the index of a segment, filled with guesses between the first pictures of its windows. */
function roomFor(raw) {
  const { count, window, firsts } = raw;
  const guessed = (kind, values) => {
    for (let n = 0; n + 1 < firsts.length; n += 1) {
      const from = n * window;
      const to = Math.min(from + window, count - 1);
      const begin = firsts[n][kind];
      const step = to > from ? (firsts[n + 1][kind] - begin) / (to - from) : 0;
      for (let picture = from; picture <= to; picture += 1) values[picture] = Math.round(begin + (picture - from) * step);
    }
    return values;
  };
  return {
    ...raw,
    numbers: guessed(0, new Int32Array(count)),
    pts: guessed(1, new Float64Array(count)),
    taken: guessed(2, new Float64Array(count)),
  };
}

export class Frames {
  constructor() {
    this.streams = [];
  }

  /** Make a stream of what the page is told of it. */
  stream(raw) {
    const stream = new Stream({ ...raw, segments: raw.segments.map(roomFor) });
    for (const segment of stream.segments) {
      segment.usualTicks = segment.usual_ticks;
      segment.ends = segment.taken[segment.length - 1] + segment.usualTicks * segment.seconds_per_tick * 1e9;
      segment.begun = segment.firsts.slice(0, -1).map(([, , taken]) => taken);
      segment.windows = new Map(); // what was asked for
      segment.there = new Set(); // what came
    }
    this.streams.push(stream);
    return stream;
  }

  /** Give the windows around a session time: its own, the one before and the one after. */
  *near(ns) {
    for (const stream of this.streams) {
      const segment = stream.segments.findLast((one) => one.begins <= ns) ?? stream.segments[0];
      const here = Math.max(0, lastNotAfter(segment.begun, ns));
      for (const window of [here - 1, here, here + 1]) {
        if (window >= 0 && window < segment.begun.length) yield [segment, window];
      }
    }
  }

  /** Tell whether all that lies around a session time is there. */
  has(ns) {
    return [...this.near(ns)].every(([segment, window]) => segment.there.has(window));
  }

  /** Fetch what lies around a session time. */
  around(ns) {
    return Promise.all([...this.near(ns)].map(([segment, window]) => this.fetch(segment, window)));
  }

  /** Have what lies around a session time fetched, without waiting for it. */
  prepare(ns) {
    if (!this.has(ns)) this.around(ns).catch(() => {}); // whoever goes there asks again, and is told
  }

  fetch(segment, window) {
    if (!segment.windows.has(window)) segment.windows.set(window, this.read(segment, window));
    return segment.windows.get(window);
  }

  async read(segment, window) {
    try {
      const answer = await fetch(`frames/${segment.id}/${window}`);
      if (!answer.ok) throw new Error(`frames: ${answer.status}`);
      const told = await answer.json();
      for (const name of ["numbers", "pts", "taken"]) segment[name].set(told[name], window * segment.window);
      segment.there.add(window);
    } catch (error) {
      segment.windows.delete(window);
      throw error;
    }
  }
}
