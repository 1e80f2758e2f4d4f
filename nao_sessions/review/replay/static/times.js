// Session times as a person reads them; they come and go as integer nanoseconds.

const NS_PER_MS = 1e6;

/** Write a session time as `3:07,250` (with hours: `1:03:07,250`; an English page writes `3:07.250`). */
export function clockTime(ns) {
  const milliseconds = Math.floor(Math.abs(ns) / NS_PER_MS);
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (number) => String(number).padStart(2, "0");
  const whole = hours
    ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
  const sign = ns < 0 && milliseconds ? "−" : "";
  return `${sign}${whole}${decimalSign()}${String(milliseconds % 1000).padStart(3, "0")}`;
}

/** Write a small number as the page's language does. */
export function decimal(value) {
  return String(value).replace(".", decimalSign());
}

/** The sign comes with the page: the browser's own way takes it 20 ms to get ready. */
function decimalSign() {
  return document.documentElement.dataset.decimal;
}

/** Write a time for the axis, without thousandths where they are all nought. */
export function axisTime(ns, stepNs) {
  const whole = clockTime(ns);
  return stepNs % 1e9 === 0 ? whole.slice(0, -4) : whole.slice(0, -2);
}

/** Put values into the places of a sentence: `{number}`. */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

/** Read a time as a person writes it (`3:07,25`, `1:03:07`, `187.25`, `187,25 s`); null where it is none. */
export function parsedTime(text) {
  const found = /^\s*(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6}(?:[.,]\d{1,9})?)\s*s?\s*$/.exec(text ?? "");
  if (!found) return null;
  const [hours, minutes, seconds] = found.slice(1).map((part) => Number((part ?? "0").replace(",", ".")));
  if (found[2] !== undefined && (seconds >= 60 || (found[1] !== undefined && minutes >= 60))) return null;
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1e9);
}
