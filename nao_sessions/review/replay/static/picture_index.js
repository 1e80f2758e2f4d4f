// Which picture belongs to a moment, and which moment to a picture: the index, searched.
// Nothing here touches the page; the times are those that the server read from the session's own files.

/** Give the place of the last value that is no greater, in an ascending list; -1 if there is none. */
export function lastNotAfter(values, wanted) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** One file of a stream. `taken` are session times (ns), `pts` ticks of the file, both ascending. */
export class Segment {
  constructor(raw) {
    Object.assign(this, raw);
    const steps = this.pts.slice(1, 500).map((pts, n) => pts - this.pts[n]);
    this.usualTicks = steps.length ? median(steps) : Math.round(0.04 / this.seconds_per_tick);
    this.length = this.pts.length;
    this.begins = this.taken[0];
    this.ends = this.taken[this.length - 1] + this.usualTicks * this.seconds_per_tick * 1e9;
  }

  /** Give the picture that was the newest at a session time, within this segment. */
  at(ns) {
    return Math.max(0, lastNotAfter(this.taken, ns));
  }

  /** Give the picture of a time of the file (seconds): the nearest, since players round. */
  ofMediaTime(seconds) {
    const ticks = seconds / this.seconds_per_tick;
    const before = Math.max(0, lastNotAfter(this.pts, ticks));
    const after = Math.min(this.length - 1, before + 1);
    return ticks - this.pts[before] <= this.pts[after] - ticks ? before : after;
  }

  /** Give the session time (ns) of a time of the file (seconds), between pictures too. */
  sessionNs(seconds) {
    const ticks = seconds / this.seconds_per_tick;
    const before = Math.max(0, lastNotAfter(this.pts, ticks));
    return this.taken[before] + (ticks - this.pts[before]) * this.seconds_per_tick * 1e9;
  }

  /** Give the times of the file (seconds) from and to which a picture stands. */
  interval(picture) {
    const from = this.pts[picture];
    const to = picture + 1 < this.length ? this.pts[picture + 1] : from + this.usualTicks;
    return [from * this.seconds_per_tick, to * this.seconds_per_tick];
  }
}

/** The segments of one camera, in the order of time. */
export class Stream {
  constructor(raw) {
    this.id = raw.id;
    this.segments = raw.segments.map((segment) => new Segment(segment)).sort((a, b) => a.begins - b.begins);
  }

  /** Give {segment, picture} for a session time; null where the camera saw nothing. */
  find(ns) {
    const n = lastNotAfter(this.segments.map((segment) => segment.begins), ns);
    if (n < 0 || ns >= this.segments[n].ends) return null;
    return { segment: this.segments[n], picture: this.segments[n].at(ns) };
  }

  /** Give the place one picture further (by 1 or -1), over the seams between segments; null at the ends. */
  step({ segment, picture }, by) {
    const next = picture + by;
    if (next >= 0 && next < segment.length) return { segment, picture: next };
    const neighbour = this.segments[this.segments.indexOf(segment) + by];
    if (!neighbour) return null;
    return { segment: neighbour, picture: by > 0 ? 0 : neighbour.length - 1 };
  }

  /** Give the first place after a session time; null at the end. */
  firstAfter(ns) {
    const segment = this.segments.find((one) => one.begins > ns);
    return segment ? { segment, picture: 0 } : null;
  }
}
