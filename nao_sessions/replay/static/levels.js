// How loud it was: a column a pixel, the loudest moment behind the loudness that lasts.
// What was not recorded is left empty: silence is a line, a gap is none.

const LEVEL_NS = 0.1e9;
// Decibels from the foot of the lane to its head: a quiet room lies at -60, and nothing is louder than 0.
const [FOOT_DB, HEAD_DB] = [-60, 0];
const MARGIN_PX = 4;
const SILENCE_PX = 1;

/** Give, for each pixel, the greatest of the values that fall on it; NaN where there are none. */
export function columns(times, values, timeline) {
  const wide = Math.ceil(timeline.width);
  const greatest = new Float32Array(wide).fill(NaN);
  times.forEach((ns, n) => {
    if (ns + LEVEL_NS < timeline.from || ns > timeline.to) return;
    const first = Math.max(0, Math.floor(timeline.x(ns)));
    const last = Math.min(wide - 1, Math.ceil(timeline.x(ns + LEVEL_NS)) - 1);
    for (let x = first; x <= Math.max(first, last) && x < wide; x += 1) {
      if (!(greatest[x] >= values[n])) greatest[x] = values[n];
    }
  });
  return greatest;
}

/** Draw the levels of one stream's segments into a row of the timeline. */
export function paintLevels(pen, segments, { top, bottom }, timeline, ink) {
  const room = bottom - top - 2 * MARGIN_PX;
  const height = (db) => Math.max(SILENCE_PX, (room * (Math.min(HEAD_DB, db) - FOOT_DB)) / (HEAD_DB - FOOT_DB));
  pen.fillStyle = ink("--lane-1");
  for (const { levels } of segments) {
    if (!levels) continue;
    for (const [values, alpha] of [
      [levels.peak, 0.35],
      [levels.rms, 1],
    ]) {
      pen.globalAlpha = alpha;
      columns(levels.taken, values, timeline).forEach((db, x) => {
        if (!Number.isNaN(db)) pen.fillRect(x, bottom - MARGIN_PX - height(db), 1, height(db));
      });
    }
  }
  pen.globalAlpha = 1;
}
