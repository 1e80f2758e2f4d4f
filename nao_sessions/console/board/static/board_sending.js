// Sends what was done on a board: each thing once, in the order in which it was done, again until it is in.
// A touch carries what was shown and when the finger went down, so that late is not the same as wrong.

const AGAIN_MS = 400;
const PATIENCE_MS = 3000;
const GIVEN_UP_MS = 15_000;
const MOST_WAITING = 200;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Sending {
  constructor(address) {
    this.address = address;
    this.waiting = [];
    this.busy = false;
    this.run = [...crypto.getRandomValues(new Uint32Array(3))].map((word) => word.toString(36)).join("");
    this.count = 0;
  }

  /** A name that no other message of any page has. */
  name() {
    this.count += 1;
    return `${this.run}.${this.count}`;
  }

  /** Send a message; `make` gives its body at the moment when it is sent, or null to wait a little. */
  send(make) {
    if (this.waiting.length < MOST_WAITING) this.waiting.push({ make, since: performance.now() });
    this.work();
  }

  async work() {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length > 0) {
      const [{ make, since }] = this.waiting;
      const body = make();
      const over = (body !== null && (await this.post(body))) || performance.now() - since > GIVEN_UP_MS;
      if (over) this.waiting.shift();
      else await pause(AGAIN_MS);
    }
    this.busy = false;
  }

  /** Tell whether a message needs no more sending: it is in, or it was refused for good. */
  async post(body) {
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        keepalive: true, // a touch that is on its way survives the page, which may be loaded again
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return answer.status < 500;
    } catch {
      return false;
    }
  }
}
