// What is drawn into the timeline's lanes: spans, points of each lane's own shape, and how long an answer took.
// Shapes tell lanes apart, not colours alone.

export const MARK_PX = 5;
export const BAR_PX = 14;
const [STEP, CHILD, ADULT, NOTE] = [0, 3, 4, 5]; // kinds of lanes
const NARROWEST_PX = 3;
const TOOK_PX = 10; // the line of a latency lies so much under the middle of its lane
// A faint bar is filled so far, with an edge and letters of the page's ink on it: on every lane's colour, light and
// dark, they have a contrast of 4.9 at least.
const FAINT = 0.35;
const NOTE_FILL = 0.85;

/** Draw one event with its middle at a height; `timeline` gives places. */
export function paintEvent(pen, event, middle, timeline, ink) {
  const left = timeline.x(event.t);
  const kind = timeline.kinds[event.lane]; // none of a row under the log's lanes
  if (event.faint) pen.globalAlpha = FAINT;
  if (event.end !== undefined) {
    const wide = Math.max(NARROWEST_PX, timeline.x(event.end) - left);
    if (kind === NOTE && !event.faint) pen.globalAlpha = NOTE_FILL;
    if (wide > NARROWEST_PX) {
      pen.beginPath();
      pen.roundRect(left, middle - BAR_PX / 2, kind === STEP ? Math.max(1, wide - 1) : wide, BAR_PX, 4);
      pen.fill();
    } else pen.fillRect(left, middle - BAR_PX / 2, wide, BAR_PX); // no corners to see, and much quicker
    pen.globalAlpha = 1;
    if (event.faint && wide > NARROWEST_PX) strokeEdge(pen);
    if (kind !== CHILD) {
      const letters = ink(event.faint ? "--ink" : "--surface");
      paintLabel(pen, event.label ?? event.text, { left, wide, middle, letters }, timeline, ink);
      return;
    }
  }
  if (event.faint) pen.globalAlpha = FAINT;
  pen.beginPath();
  if (kind === CHILD) pen.arc(left, middle, MARK_PX + 1, 0, 2 * Math.PI);
  else if (kind === ADULT) trianglePath(pen, left, middle);
  else if (kind === NOTE) diamondPath(pen, left, middle);
  else pen.rect(left - 1.5, middle - BAR_PX / 2, 3, BAR_PX);
  pen.fill();
  pen.globalAlpha = 1;
}

/** Draw how long an answer took: a line from the end of the question, whose own uncertainty is a bar with ends. */
export function paintTook(pen, { from, to, spread }, { middle, colour, faint }, timeline) {
  const y = Math.round(middle + TOOK_PX);
  const [left, right] = [timeline.x(from), timeline.x(to)];
  if (right < 0 || left > timeline.width) return;
  const alpha = faint ? FAINT : 1;
  pen.globalAlpha = alpha;
  pen.fillStyle = colour;
  pen.fillRect(left, y, Math.max(1, right - left), 1.5);
  pen.fillRect(right - 1, y - 3, 2, 7);
  if (spread !== null) {
    const [early, late] = [timeline.x(from - spread), timeline.x(from + spread)];
    pen.globalAlpha = 0.4 * alpha;
    pen.fillRect(early, y - 2, Math.max(2, late - early), 5);
    pen.globalAlpha = alpha;
    pen.fillRect(early - 0.5, y - 3, 1, 7);
    pen.fillRect(late - 0.5, y - 3, 1, 7);
  }
  pen.globalAlpha = 1;
}

function strokeEdge(pen) {
  pen.strokeStyle = pen.fillStyle;
  pen.lineWidth = 1;
  pen.stroke();
}

function paintLabel(pen, text, { left, wide, middle, letters }, timeline, ink) {
  const from = Math.max(left, 0) + 5;
  const room = Math.min(left + wide, timeline.width) - from - 4;
  if (room < 28) return;
  pen.save();
  pen.beginPath();
  pen.rect(from, middle - BAR_PX, room, BAR_PX * 2);
  pen.clip();
  pen.fillStyle = letters;
  pen.font = `11px ${ink("--type")}`;
  pen.fillText(text, from, middle + 0.5);
  pen.restore();
}

function trianglePath(pen, x, y) {
  pen.moveTo(x, y - MARK_PX - 1);
  pen.lineTo(x + MARK_PX + 1, y + MARK_PX);
  pen.lineTo(x - MARK_PX - 1, y + MARK_PX);
  pen.closePath();
}

function diamondPath(pen, x, y) {
  pen.moveTo(x, y - MARK_PX - 1);
  pen.lineTo(x + MARK_PX + 1, y);
  pen.lineTo(x, y + MARK_PX + 1);
  pen.lineTo(x - MARK_PX - 1, y);
  pen.closePath();
}
