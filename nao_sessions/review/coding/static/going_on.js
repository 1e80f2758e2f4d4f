// Which states a press would end, so that a button says what its key does here. acts.py decides it; this tells it.

const stop = (one) => (one.open ? Infinity : (one.stop_ns ?? 0));

/**
 * Give the behaviours of which a state would end, each with whether the moment is inside it: before a state whose
 * end is not coded, a press is its other end. `annotations` are of one scheme and subject, by their beginnings;
 * `excludes` tells rivals.
 */
export function wouldEnd(annotations, ns, excludes) {
  const ended = new Map();
  const opened = new Map(); // the first of each behaviour whose end is not coded and that begins later
  for (const one of annotations) {
    if (one.start_ns <= ns && ns < stop(one)) ended.set(one.behaviour, true);
    else if (one.open && !opened.has(one.behaviour)) opened.set(one.behaviour, one);
  }
  for (const [code, late] of opened) {
    if (ended.has(code)) continue;
    const rivals = annotations.filter((one) => one.start_ns < late.start_ns && excludes(code, one.behaviour));
    if (!rivals.some((one) => ns < stop(one))) ended.set(code, false);
  }
  return ended;
}

/** Give what stands once a press that begins a state is written: up to what follows it, or what it was begun in. */
export function withBegun(annotations, { behaviour, at_ns: ns }, excludes) {
  const rivals = annotations.filter((one) => excludes(behaviour, one.behaviour));
  const ends = rivals.filter((one) => !one.open && one.start_ns <= ns && ns < stop(one)).map(stop);
  const later = rivals.map((one) => one.start_ns).filter((start) => start > ns);
  const until = Math.min(...ends, ...later);
  const begun = { behaviour, start_ns: ns, stop_ns: until, open: until === Infinity };
  return [...annotations, begun].sort((one, other) => one.start_ns - other.start_ns);
}
