// Which states a press would end, so that a button says what its key does here. acts.py decides it; this tells it.

/**
 * Give the behaviours of which a state would end, each with whether the moment is inside it: before a state whose
 * end is not coded, a press is its other end. `annotations` are of one subject, `excludes` tells rivals.
 */
export function wouldEnd(annotations, ns, excludes) {
  const stop = (one) => (one.open ? Infinity : (one.stop_ns ?? one.start_ns));
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
