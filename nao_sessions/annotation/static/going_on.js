// Which states a press would end, so that a button says what its key does here. acts.py decides it; this tells it.

/** Give the behaviours of which a state would end; `annotations` are of one subject, `excludes` tells rivals. */
export function wouldEnd(annotations, ns, excludes) {
  const stop = (one) => (one.open ? Infinity : (one.stop_ns ?? one.start_ns));
  const ended = new Set();
  const opened = new Map(); // the first of each behaviour whose end is not coded and that begins later
  for (const one of annotations) {
    if (one.start_ns <= ns && ns < stop(one)) ended.add(one.behaviour);
    else if (one.open && !opened.has(one.behaviour)) opened.set(one.behaviour, one);
  }
  for (const [code, late] of opened) {
    const rivals = annotations.filter((one) => one.start_ns < late.start_ns && excludes(code, one.behaviour));
    if (!rivals.some((one) => ns < stop(one))) ended.add(code);
  }
  return ended;
}
