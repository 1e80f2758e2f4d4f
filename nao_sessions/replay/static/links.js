// Deep links: `#t=187.25`, `#t=3:07.25`, `#t=10,20` (a range, as W3C media fragments write it), `#event=118`.

import { parsedTime } from "./times.js";

const COPIED_MS = 2500;

/** Give what an address asks for: the index of an event, or a moment and perhaps the end of a range; else null. */
export function momentOf(hash, events) {
  const asked = new URLSearchParams(hash.slice(1));
  const seq = asked.get("event");
  const index = seq === null ? -1 : events.findIndex((event) => String(event.seq) === seq);
  if (index >= 0) return { index };
  const [from, to] = (asked.get("t") ?? "").split(",").map(parsedTime);
  if (from === null || from === undefined) return null;
  return { index: -1, ns: from, until: to ?? null };
}

/** Write the address of a moment, or of a range, on this page. */
export function linkTo(ns, range = null) {
  const seconds = (value) => String(Math.ceil(value / 1e6) / 1000); // rounded down it would be the picture before
  const fragment = range ? `t=${seconds(range.from)},${seconds(range.to)}` : `t=${seconds(ns)}`;
  return `${location.origin}${location.pathname}#${fragment}`;
}

/** Copy links by a button, and go where the address is changed to. */
export class Links {
  constructor(replay, button, told) {
    Object.assign(this, { replay, button, told, named: null });
    replay.followers.push((ns) => this.left(ns));
    button.addEventListener("click", () => this.copy());
    addEventListener("hashchange", () => this.follow());
  }

  /** Have the address name an event, which lies at a moment. */
  name(event, ns) {
    history.replaceState(null, "", `#event=${event.seq}`);
    this.named = ns;
  }

  /** An address that names another place than the one that is shown would lead astray: it names none any more. */
  left(ns) {
    if (this.named === null || this.named === ns) return;
    this.named = null;
    history.replaceState(null, "", location.pathname + location.search);
  }

  /** Copy the address of what is in hand: the chosen event, the loop, or the moment. */
  async copy() {
    const { chosen, events, position, loop, words } = this.replay;
    const event = events[chosen];
    const address = event
      ? `${location.origin}${location.pathname}#event=${event.seq}`
      : linkTo(position, loop.on ? loop.range : null);
    try {
      await navigator.clipboard.writeText(address);
      this.say(words.link_copied);
    } catch {
      this.say(address); // where nothing can be copied it can be read
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(""), COPIED_MS);
  }

  say(text) {
    this.told.textContent = text;
  }

  follow() {
    const asked = momentOf(location.hash, this.replay.events);
    if (asked === null) return;
    if (asked.until !== null && asked.until !== undefined) this.replay.loop.set(asked.ns, asked.until);
    if (asked.index >= 0) this.replay.choose(asked.index);
    else this.replay.goTo(asked.ns);
  }
}
