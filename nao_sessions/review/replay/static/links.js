// Deep links: `#t=187.25`, `#t=3:07.25`, `#t=3:07,250` (as the French clock writes it), `#t=10,20` (a range, as W3C
// media fragments write it), `#event=118`.

import { clockTime, filled, parsedTime } from "./times.js";

const COPIED_MS = 2500;
const MS = 1e6; // links round up to it
const AS_THE_CLOCK = /^\s*(\d+:)+\d+,\d{3}\s*$/;

/**
 * Give what an address asks for: the index of an event, or a moment and perhaps the end of a range; null where it
 * asks for nothing. What cannot be followed is `wrong`: the name of a sentence, and what it says.
 */
export function askedFor(hash, { events, end }) {
  const fragment = new URLSearchParams(hash.slice(1));
  const [seq, time] = [fragment.get("event"), fragment.get("t")];
  const index = seq === null ? -1 : events.findIndex((event) => String(event.seq) === seq);
  if (index >= 0) return { index, ns: Math.max(0, Math.min(end, events[index].t)) };
  if (time === null) return seq === null ? null : { wrong: "link_no_event", asked: seq };
  const [from, to] = momentsOf(time.replace(/^npt:/, ""));
  if (from === null) return { wrong: "link_no_time", asked: time };
  if (from > Math.ceil(end / MS) * MS) return { wrong: "link_beyond", asked: time };
  const until = to === null ? from : Math.min(end, to); // a range ends with the session
  return { index: -1, ns: Math.min(end, from), until: until > from ? until : null };
}

/**
 * Read a moment, or a range, the second greater than the first: `10,20`, `,20`. Where that is no range the comma
 * is the French decimal sign, and in `0:12,500` it always is: so the clock of the page writes a moment.
 */
function momentsOf(text) {
  const parts = text.split(",");
  const [from, to] = parts.map(parsedTime);
  if (parts.length === 1) return [from, null];
  if (parts.length > 2) return [null, null];
  if (parts[0].trim() === "") return to === null ? [null, null] : [0, to];
  if (from !== null && to !== null && to > from && !AS_THE_CLOCK.test(text)) return [from, to];
  return [parsedTime(text), null];
}

/** Write the address of a moment, or of a range, on this page. */
export function linkTo(ns, range = null) {
  const seconds = (value) => String(Math.ceil(value / MS) / 1000); // rounded down it would be the picture before
  const fragment = range ? `t=${seconds(range.from)},${seconds(range.to)}` : `t=${seconds(ns)}`;
  return `${location.origin}${location.pathname}#${fragment}`;
}

/** Copy links by a button, and go where the address is changed to. */
export class Links {
  constructor(replay, button, told) {
    Object.assign(this, { replay, button, told, named: null, ranged: false });
    replay.followers.push((ns) => this.left(ns));
    button.addEventListener("click", () => this.copy());
    addEventListener("hashchange", () => this.follow());
  }

  /** Have the address name an event, which lies at a moment. */
  name(event, ns) {
    history.replaceState(null, "", `#event=${event.seq}`);
    Object.assign(this, { named: ns, ranged: false });
  }

  /** An address that names another place than the one that is shown would lead astray: it names none any more. */
  left(ns) {
    if (this.named === null || this.named === ns) return;
    if (this.ranged && this.replay.loop.around(ns)) return;
    this.named = null;
    history.replaceState(null, "", location.pathname + location.search);
  }

  /** Copy the address of what is in hand: the chosen event, the loop, or the moment. */
  async copy() {
    const { chosen, events, position, loop, words } = this.replay;
    const event = events[chosen];
    const address = event
      ? `${location.origin}${location.pathname}#event=${event.seq}`
      : linkTo(position, loop.around(position) ? loop.range : null);
    try {
      await navigator.clipboard.writeText(address);
      this.say(words.link_copied);
    } catch {
      this.say(address); // where nothing can be copied it can be read
      return;
    }
    this.timer = setTimeout(() => this.say(""), COPIED_MS);
  }

  say(text, wrong = false) {
    clearTimeout(this.timer);
    this.told.textContent = text;
    this.told.classList.toggle("shown-wrong", wrong);
  }

  /** Take up what the address asks for, as its loop; what cannot be followed is told. Gives it, or null. */
  take() {
    const { replay } = this;
    const asked = askedFor(location.hash, replay);
    if (asked === null) return null;
    if (asked.wrong) {
      const end = clockTime(replay.end);
      this.say(filled(replay.words[asked.wrong], { asked: asked.asked, end }), true);
      return null;
    }
    this.say("");
    Object.assign(this, { named: asked.ns, ranged: Boolean(asked.until) });
    if (asked.until) replay.loop.set(asked.ns, asked.until);
    return asked;
  }

  follow() {
    const asked = this.take();
    if (asked === null) return;
    if (asked.index >= 0) this.replay.choose(asked.index);
    else this.replay.goTo(asked.ns);
  }
}
