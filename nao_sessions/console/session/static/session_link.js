// The line between a page and the session: states as they come, and within two seconds the word that none come.
// The browser connects again by itself; whatever was missed, the next state is the whole truth.

const SILENT_MS = 1900;
const LOOK_EVERY_MS = 200;

export class Link {
  constructor(address, { onState, onBeat, onOver, onCutOff, onBack }) {
    this.handlers = { onState, onBeat, onOver, onCutOff, onBack };
    this.address = address;
    this.heardAt = performance.now();
    this.cutOff = false;
    this.source = null;
    this.connect();
    setInterval(() => this.look(), LOOK_EVERY_MS);
    addEventListener("offline", () => this.lose());
    addEventListener("online", () => this.connect());
  }

  connect() {
    this.source?.close();
    const source = new EventSource(this.address);
    this.source = source;
    source.addEventListener("state", (event) => this.heard("onState", event));
    source.addEventListener("beat", (event) => this.heard("onBeat", event));
    source.addEventListener("over", (event) => this.heard("onOver", event));
  }

  heard(handler, event) {
    this.heardAt = performance.now();
    if (this.cutOff) {
      this.cutOff = false;
      this.handlers.onBack();
    }
    this.handlers[handler](JSON.parse(event.data));
  }

  /** The device itself says that its network is gone: what would still come is not waited for. */
  lose() {
    this.source.close();
    if (this.cutOff) return;
    this.cutOff = true;
    this.handlers.onCutOff();
  }

  look() {
    const silence = performance.now() - this.heardAt;
    if (silence > SILENT_MS && !this.cutOff) {
      this.cutOff = true;
      this.handlers.onCutOff();
    }
    // A browser gives up for good after some answers (a server that was being started again): ask anew.
    if (this.cutOff && this.source.readyState === EventSource.CLOSED) this.connect();
  }
}
