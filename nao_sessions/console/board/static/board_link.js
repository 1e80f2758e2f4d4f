// The link to the session: the whole state at each change, a sign of life each second between.
// After a silence the page is cut off, and says so; it comes back by itself, with the truth.
// A page that nobody sees lets its connection go: a browser has six to one host for all its tabs.

const SILENT_MS = 1700;
const LOOK_MS = 100;
const AGAIN_MS = 500;
const GIVEN_UP_MS = 4000;

export class Link {
  /** `onState(state)` at each change; `onCut()` and `onBack()` when the silence begins and ends. */
  constructor(address, { onState, onCut, onBack }) {
    this.address = address;
    this.tell = { onState, onCut, onBack };
    this.cut = false;
  }

  start() {
    this.heardAt = performance.now();
    this.open();
    setInterval(() => this.look(), LOOK_MS);
    addEventListener("offline", () => this.lose());
    addEventListener("online", () => this.open());
    // A page that was frozen, or lay in the browser's memory, shows what was true before.
    document.addEventListener("resume", () => this.renew());
    addEventListener("pageshow", ({ persisted }) => persisted && this.renew());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.lose() : this.open()));
  }

  open() {
    this.source?.close();
    if (document.hidden) return;
    this.openedAt = performance.now();
    this.source = new EventSource(this.address);
    this.source.addEventListener("state", ({ data }) => {
      this.heard();
      this.tell.onState(JSON.parse(data));
    });
    this.source.addEventListener("beat", () => this.heard());
  }

  /** The device itself says that its network is gone: what would still come is not waited for. */
  lose() {
    this.source?.close();
    if (this.cut) return;
    this.cut = true;
    this.tell.onCut();
  }

  renew() {
    this.lose();
    this.open();
  }

  heard() {
    this.heardAt = performance.now();
    if (this.cut) {
      this.cut = false;
      this.tell.onBack();
    }
  }

  look() {
    const now = performance.now();
    const silent = now - this.heardAt;
    if (silent > SILENT_MS && !this.cut) {
      this.cut = true;
      this.tell.onCut();
    }
    if (document.hidden) return;
    const refused = this.source.readyState === EventSource.CLOSED && now - this.openedAt > AGAIN_MS;
    const dead = silent > GIVEN_UP_MS && now - this.openedAt > GIVEN_UP_MS;
    if (refused || dead) this.open();
  }
}
