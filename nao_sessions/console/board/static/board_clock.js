// The host's clock as this page knows it: a few round trips, of which the quickest tells the most.
// An estimate is never better than half the round trip that it comes from, and ages with the drift of clocks.

const DRIFT = 1e-4; // two cheap quartz crystals, 50 ppm each, one fast and one slow
const RESOLUTION_MS = 0.1; // of performance.now() where a page is not isolated
const KEPT = 24;
const FIRST_ROUNDS = 8;
const ROUNDS = 3;
const EVERY_MS = 4000;
const PAUSE_MS = 40;
const LONGEST_MS = 2000; // a round trip that long tells nothing
const STRANGE_MS = 10_000;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** When an event happened, in this page's time; a browser whose stamps are of another kind is not believed. */
export function happenedAt(event) {
  const now = performance.now();
  const stamp = event.timeStamp;
  return stamp > 0 && stamp <= now && now - stamp < STRANGE_MS ? stamp : now;
}

export class HostClock {
  constructor(address) {
    this.address = address;
    this.samples = [];
    this.measuring = false;
  }

  /** Keep measuring, for as long as the page lives. */
  start() {
    this.measure(FIRST_ROUNDS);
    setInterval(() => this.measure(ROUNDS), EVERY_MS);
  }

  /** Forget all that was known: this device may have slept, and its clock with it. */
  restart() {
    this.samples = [];
    this.measure(FIRST_ROUNDS);
  }

  async measure(rounds) {
    if (this.measuring) return;
    this.measuring = true;
    try {
      for (let round = 0; round < rounds; round += 1) {
        await this.ask();
        await pause(PAUSE_MS);
      }
    } catch {
      // Cut off: what is known ages, and the next measurement comes by itself.
    } finally {
      this.measuring = false;
    }
  }

  async ask() {
    const asked = performance.now();
    const answer = await fetch(this.address, { signal: AbortSignal.timeout(LONGEST_MS) });
    const heard = performance.now();
    if (!answer.ok) return;
    const { received_ms: received, sent_ms: sent } = await answer.json();
    const trip = Math.max(0, heard - asked - (sent - received));
    this.take({ offset: (received - asked + (sent - heard)) / 2, spread: trip / 2, at: heard });
  }

  take(sample) {
    const fits = (known) =>
      Math.abs(known.offset - sample.offset) <= this.spread(known, sample.at) + sample.spread + RESOLUTION_MS;
    this.samples = [...this.samples.filter(fits), sample].slice(-KEPT);
  }

  spread(sample, at) {
    return sample.spread + Math.abs(at - sample.at) * DRIFT;
  }

  /** The host's time of a moment of this page, and how surely it is known; null before the first answer. */
  at(pageMs) {
    if (this.samples.length === 0) return null;
    const best = this.samples.reduce((one, other) =>
      this.spread(other, pageMs) < this.spread(one, pageMs) ? other : one,
    );
    return { ms: pageMs + best.offset, uncertainty: this.spread(best, pageMs) + RESOLUTION_MS };
  }
}
