// What the page says of the pictures: which one is on screen, when it was taken, how far off that may be.
// While they play it follows them for the eye alone: to a screen reader, twenty-five lines a second are none.

import { clockTime, filled } from "./times.js";

export class Shown {
  constructor(replay, { line, verdict }) {
    const several = replay.streams.filter((raw) => !raw.sound_alone).length > 1;
    Object.assign(this, { replay, line, verdict, several });
    replay.followers.push(() => replay.plays && this.tell());
  }

  /** Say it; that a picture is the one that was asked for is said of one that stands. */
  tell() {
    const { screens, lead, streams, words, plays } = this.replay;
    this.tellVerdict();
    for (const screen of screens) this.caption(screen);
    const late = plays ? undefined : screens.find((screen) => screen.missed);
    const missed = late?.missed;
    const parts = [];
    if (lead) parts.push(...this.named(lead), this.sentence(lead));
    else if (streams.some((raw) => !raw.sound_alone) && !missed) parts.push(words.no_picture);
    if (missed) parts.push(...(late === lead ? [] : this.named(late)), filled(words.other_frame, { wanted: missed.segment.numbers[missed.picture] }));
    else if (lead && !plays) parts.push(words.checked);
    this.say(parts.join(" – "), Boolean(missed));
  }

  say(text, wrong = false) {
    this.line.setAttribute("aria-live", this.replay.plays ? "off" : "polite");
    this.line.textContent = text;
    this.line.classList.toggle("shown-wrong", wrong);
  }

  /** Give whose a picture is, where there are several cameras. */
  named(screen) {
    return this.several ? [this.replay.streams[this.replay.screens.indexOf(screen)].name] : [];
  }

  /** Of what is seen (or, where nothing is, heard) say the worst of what is known of its times, and whose it is. */
  tellVerdict() {
    const { screens, streams, position } = this.replay;
    const at = (screen) => screen.shown?.segment ?? screen.stream.find(position)?.segment ?? null;
    const told = screens.map((screen, n) => ({ segment: at(screen), raw: streams[n] })).filter(({ segment }) => segment);
    const seen = told.filter(({ raw }) => !raw.sound_alone);
    const [worst, ...others] = (seen.length ? seen : told).sort((a, b) => doubt(b) - doubt(a));
    const segment = worst?.segment ?? screens[0]?.stream.segments[0];
    // where it is so of all of them, it is nobody's
    const name = others.some((one) => one.segment.verdict !== segment.verdict) ? `${worst.raw.name} – ` : "";
    this.verdict.textContent = segment ? `${name}${segment.verdict}` : "";
  }

  sentence({ shown: { segment, picture }, stream }) {
    const { words } = this.replay;
    return filled(stream.segments.length > 1 ? words.frame_shown_segment : words.frame_shown, {
      number: segment.numbers[picture],
      segment: segment.number,
      time: clockTime(segment.taken[picture]),
      spread: segment.spread ?? words.spread_unknown,
    });
  }

  /** On a picture stands whose it is, where there are several. */
  caption(screen) {
    const { shown, caption } = screen;
    const { streams, screens, words } = this.replay;
    const raw = streams[screens.indexOf(screen)];
    caption.hidden = raw.sound_alone || !this.several;
    if (caption.hidden) return;
    const parts = [raw.name];
    if (shown) parts.push(clockTime(shown.segment.taken[shown.picture]));
    if (shown) parts.push(shown.segment.spread ?? words.spread_unknown);
    caption.textContent = parts.join(" · ");
    caption.title = shown?.segment.verdict ?? "";
  }
}

/** How far the times of a segment may be off; without end where nobody knows. */
function doubt({ segment }) {
  return segment.off_ms ?? Number.MAX_VALUE;
}
