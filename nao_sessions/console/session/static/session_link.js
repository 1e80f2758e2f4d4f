// The line between a page and the session: states as they come, and within two seconds the word that none come.
// The browser connects again by itself; whatever was missed, the next state is the whole truth.
// A page that nobody sees lets its connection go: a browser has six to one host for all its tabs, and what a person
// presses in another one would wait for one of them.

const SILENT_MS = 1900;
const LOOK_EVERY_MS = 200;
const GIVEN_UP_MS = 6000;

export class Link {
  /** `onCutOff` once it is sure that nothing comes, `onBack` with the first word that does, also at the beginning. */
  constructor(address, { onState, onBeat, onOver, onCutOff, onBack }) {
    this.handlers = { onState, onBeat, onOver, onCutOff, onBack };
    this.address = address;
    this.known = false;
    this.cutOff = false;
    this.needed = false;
    this.heardAt = performance.now();
    this.source = null;
    this.connect();
    setInterval(() => this.look(), LOOK_EVERY_MS);
    addEventListener("offline", () => this.lose());
    addEventListener("online", () => this.connect());
    // A page that was frozen, or lay in the browser's memory, shows what was true before.
    document.addEventListener("resume", () => this.renew());
    addEventListener("pageshow", ({ persisted }) => persisted && this.renew());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.connect()));
  }

  /** Tell whether what the page shows is what the session told last. */
  isKnown() {
    return this.known && performance.now() - this.heardAt <= SILENT_MS;
  }

  /** The page that leads stays, also where nobody sees it: the others would show that nobody leads. */
  needs(needed) {
    this.needed = needed;
    this.leave();
  }

  isAway() {
    return document.hidden && !this.needed;
  }

  leave() {
    if (this.isAway()) this.lose();
  }

  connect() {
    this.source?.close();
    if (this.isAway()) return;
    const source = new EventSource(this.address);
    this.source = source;
    this.openedAt = performance.now();
    source.addEventListener("state", (event) => this.heard("onState", event));
    source.addEventListener("beat", (event) => this.heard("onBeat", event));
    source.addEventListener("over", (event) => this.heard("onOver", event));
  }

  heard(handler, event) {
    this.heardAt = performance.now();
    this.handlers[handler](JSON.parse(event.data));
    if (this.known || this.isAway()) return;
    this.known = true;
    this.cutOff = false;
    this.handlers.onBack();
  }

  /** The device itself says that its network is gone: what would still come is not waited for. */
  lose() {
    this.source?.close();
    this.known = false;
    if (this.cutOff) return;
    this.cutOff = true;
    this.handlers.onCutOff();
  }

  renew() {
    this.lose();
    this.connect();
  }

  look() {
    const now = performance.now();
    const silence = now - this.heardAt;
    if (silence > SILENT_MS && !this.cutOff) {
      this.known = false;
      this.cutOff = true;
      this.handlers.onCutOff();
    }
    if (!this.cutOff || this.isAway()) return;
    // A browser gives up for good after some answers (a server that was being started again), and waits for ever
    // on a connection whose other end is gone: ask anew.
    const dead = silence > GIVEN_UP_MS && now - this.openedAt > GIVEN_UP_MS;
    if (this.source.readyState === EventSource.CLOSED || dead) this.connect();
  }
}
