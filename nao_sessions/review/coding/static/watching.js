// What was looked at on this page: played, or stepped through by no more than a second; a jump is not looked at.
// It is told to the program every few seconds, with every act, and when the page is left.

const LONGEST_STEP_NS = 1.05e9;
const EVERY_MS = 5000;

export class Watching {
  /** `seen()` gives what the page has seen; `onTold(observed)` gets what is known after it was told. */
  constructor(seen, onTold) {
    Object.assign(this, { seen, onTold, unreported: [] });
    setInterval(() => this.report(), EVERY_MS);
    addEventListener("pagehide", () => this.report());
  }

  /** Take up that the position went from one moment to another. */
  add(from, to) {
    if (document.hidden || Math.abs(to - from) > LONGEST_STEP_NS) return;
    const span = [Math.round(Math.min(from, to)), Math.round(Math.max(from, to))];
    const last = this.unreported.at(-1);
    if (last && span[0] <= last[1] && span[1] >= last[0]) {
      last[0] = Math.min(last[0], span[0]);
      last[1] = Math.max(last[1], span[1]);
    } else if (span[1] > span[0]) {
      this.unreported.push(span);
    }
  }

  /** Tell what was not told yet; what cannot be told now is told later. */
  async report() {
    const spans = this.unreported.splice(0, 200);
    if (!spans.length) return;
    try {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ spans, seen: this.seen() });
      const answer = await fetch("watched", { method: "POST", headers, body, keepalive: true });
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.onTold(await answer.json());
    } catch {
      this.unreported.unshift(...spans);
    }
  }
}

/** What lies in both of two lists of spans. */
export function commonNs(first, second) {
  const both = first.flatMap(([a, b]) => second.map(([c, d]) => [Math.max(a, c), Math.min(b, d)]));
  return both.filter(([begin, end]) => end > begin);
}
