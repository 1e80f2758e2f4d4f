// The player: puts screens, list and timeline together around one position in session time.
// The position belongs to the picture on screen while there is one, so that what is read is what is seen.

import { EventList } from "./event_list.js";
import { Frames } from "./frames.js";
import { furnish } from "./furnishing.js";
import { askedFor } from "./links.js";
import { keepTogether } from "./pace.js";
import { lastNotAfter } from "./picture_index.js";
import { Screen } from "./screen.js";
import { Shown } from "./shown.js";
import { Selected } from "./selected.js";
import { SoundTrack } from "./sound_track.js";
import { clockTime, filled } from "./times.js";
import { Timeline } from "./timeline.js";

const byId = (id) => document.getElementById(id);
const NS_PER_S = 1e9;
// So long the timeline waits for the first pictures.
const DRAWN_WITHIN_MS = 800;
// A camera whose next file begins while the others play joins them there: so far ahead (of the reader's time),
// since finding the picture takes about that long.
const JOINS_AHEAD_NS = 0.15 * NS_PER_S;

export class Replay {
  constructor(data) {
    Object.assign(this, data);
    this.times = this.events.map((event) => event.t);
    this.order = [...this.times.keys()].sort((a, b) => this.times[a] - this.times[b]);
    this.orderedTimes = this.order.map((index) => this.times[index]);
    this.position = 0;
    this.chosen = -1;
    this.held = null; // {index, ns} of what was picked, for as long as the position is there
    this.running = false;
    this.playsOn = false; // it is on its way to where it plays on
    this.begun = false;
    this.going = 0;
    this.followers = []; // are told of every change of the position
    this.selected = new Selected();
    this.shown = new Shown(this, { line: byId("shown"), verdict: byId("verdict") });
    this.frames = new Frames();
    this.screens = this.streams.map(
      (raw) =>
        new (raw.sound_alone ? SoundTrack : Screen)(this.frames.stream(raw), byId(raw.id), {
          onPicture: (screen) => this.pictureShown(screen),
          onEnd: (screen) => this.segmentEnded(screen),
        }),
    );
    this.frames.prepare(this.opensAt().ns); // on its way while the rest is laid out
    this.list = new EventList(byId("events"), this.events, {
      words: this.words,
      looks: this.looks,
      onChoose: (index) => this.choose(index),
    });
    const strip = { strip: byId("strip"), canvas: byId("canvas"), playhead: byId("playhead"), lanes: byId("lanes") };
    this.timeline = new Timeline(strip, this.events, this.curves, this.end, {
      words: this.words,
      kinds: this.kinds,
      looks: this.looks,
      onMoment: (ns) => this.jump(ns),
      onEvent: (index) => this.choose(index),
      onHover: (index, ns, told) => this.tellHover(index, ns, told),
      onRange: (from, to) => this.loop.set(from, to),
    });
    byId("strip").setAttribute("aria-valuemax", Math.round(this.end / 1e6));
    this.hoverHelp = byId("hover").textContent;
    this.wire();
    this.filter();
  }

  /** The screen that leads: the first that has a picture now. */
  get lead() {
    return this.screens.find((screen) => screen.shown !== null) ?? null;
  }

  // ---- going somewhere ----

  /** Go to a moment; what plays plays on from there. */
  async jump(ns) {
    const plays = this.plays;
    const there = this.goTo(ns);
    const { going } = this;
    if (plays) this.tellRunning((this.playsOn = true));
    const arrived = await there;
    if (!this.playsOn || going !== this.going) return;
    this.playsOn = false;
    if (arrived && this.position < this.end) await this.play();
    else this.tellRunning(false);
  }

  /** Show a moment on every screen, and stop there. Gives, once the pictures are there and checked, whether they are. */
  async goTo(ns, { follow = true } = {}) {
    const asked = performance.now();
    this.halt();
    const wanted = this.within(ns);
    const going = (this.going += 1);
    this.indexing = false;
    byId("player").setAttribute("aria-busy", "true");
    if (!this.frames.has(wanted)) {
      this.place(wanted, { follow });
      this.indexing = true; // what comes on the screen meanwhile is of the place before
      if (!(await this.indexed(wanted)) || going !== this.going) return false;
      this.indexing = false;
    }
    // The pictures first: the browser looks for them while the page tells the rest.
    const there = this.screens.map((screen) => screen.show(screen.stream.find(wanted)));
    this.place(wanted, { follow });
    await Promise.all(there);
    if (going !== this.going) return false; // another place was asked for since
    this.tellShown();
    byId("player").setAttribute("aria-busy", "false");
    performance.clearMeasures();
    performance.measure("shown", { start: asked });
    return true;
  }

  /** Wait for the index of the pictures around a moment; tells where it cannot be had. */
  async indexed(ns) {
    try {
      await this.frames.around(ns);
      return true;
    } catch {
      this.shown.say(this.words.failed, true);
      byId("player").setAttribute("aria-busy", "false");
      return false;
    }
  }

  /** Pick an event: its picture, its line, its place on the timeline. */
  async choose(index, { focus = false } = {}) {
    const event = this.events[index];
    this.chosen = index;
    this.hold(index, event.t);
    this.links.name(event, this.held.ns);
    const there = this.goTo(event.t);
    this.list.mark(index, { reveal: true, focus });
    this.selected.tell(clockTime(event.t), event.text, event.seq);
    await there;
    // Drawing an hour again takes long enough to keep a picture from the screen.
    if (this.chosen === index) this.timeline.choose(index);
  }

  hold(index, ns) {
    this.held = { index, ns: this.within(ns) };
  }

  /** What was picked is told, framed and linked to while the position is at it, and no longer. */
  letGo() {
    if (this.timeline.chosen === this.held.index) this.timeline.choose(-1);
    this.selected.leave();
    this.held = null;
    this.chosen = -1;
  }

  within(ns) {
    return Math.max(0, Math.min(this.end, ns));
  }

  async step(by) {
    const lead = this.lead ?? this.screens[0];
    if (!lead) return this.goTo(this.position + by * 0.04 * NS_PER_S);
    // on its way to a picture the screen shows others that it searches by
    const here = (lead.seeking ? null : lead.shown) ?? lead.stream.find(this.position);
    const place = here ? lead.stream.step(here, by) : by > 0 ? lead.stream.firstAfter(this.position) : null;
    return place ? this.goTo(place.segment.taken[place.picture]) : undefined;
  }

  stepEvent(by) {
    let from = this.chosen;
    if (from < 0) from = this.order[lastNotAfter(this.orderedTimes, this.position)] ?? -1;
    const index = this.list.neighbour(from, by);
    if (index >= 0) this.choose(index, { focus: this.list.hasFocus });
  }

  // ---- playing ----

  async play() {
    if (this.position >= this.end) this.place(0);
    this.setRunning(true);
    const places = this.screens.map((screen) => screen.stream.find(this.position));
    if (places.some((place) => place !== null)) {
      const going = (this.going += 1);
      await Promise.all(this.screens.map((screen, n) => screen.show(places[n])));
      if (this.running && going === this.going) for (const screen of this.screens) screen.play();
    } else {
      this.runOn(performance.now());
    }
  }

  pause() {
    if (!this.halt()) return;
    const { lead } = this;
    if (lead) this.place(Math.max(this.position, lead.takenNs()));
    const [heard] = lead ? [] : this.screens.filter((screen) => screen.segment && screen.empty.hidden);
    if (heard) this.place(Math.max(this.position, heard.clockNs())); // its clock is told four times a second alone
    this.bringTogether();
    this.tellShown();
  }

  /** Stop playing; gives whether it did. */
  halt() {
    if (this.playsOn) this.tellRunning((this.playsOn = false));
    if (!this.running) return false;
    this.setRunning(false);
    for (const screen of this.screens) screen.halt();
    return true;
  }

  /** Have every other camera show the moment that the leading one shows. */
  bringTogether() {
    const { lead } = this;
    if (!lead) return;
    for (const screen of this.screens) if (screen !== lead) screen.show(screen.stream.find(this.position));
  }

  /** Have a camera show the moment of the leading one again, where another picture came after it did. */
  bringBack(screen) {
    const place = this.lead && screen.stream.find(this.position);
    if (!place || !screen.shown || screen.missed || screen.isShown(place)) return;
    screen.show(place);
  }

  get plays() {
    return this.running || this.playsOn;
  }

  setRunning(running) {
    this.running = running;
    this.tellRunning(running);
    if (running) this.tellShown();
  }

  tellRunning(running) {
    byId("play").setAttribute("aria-label", running ? this.words.pause : this.words.play);
    byId("play-icon").hidden = running;
    byId("pause-icon").hidden = !running;
  }

  /** Let the time run where no camera has a picture, until one has. */
  runOn(before) {
    const { going } = this;
    requestAnimationFrame((now) => {
      if (!this.running || going !== this.going) return;
      this.place(Math.min(this.end, this.position + (now - before) * 1e6 * this.rate));
      if (!this.running || going !== this.going) return; // the loop went back, and the time runs from there
      if (this.position >= this.end) this.pause();
      else if (this.screens.some((screen) => screen.stream.find(this.position))) this.play();
      else this.runOn(now);
    });
  }

  /** A file is over: its camera shows nothing until its next one; with none left that plays, the time runs on. */
  segmentEnded(screen) {
    if (!this.running) return;
    const { ends } = screen.segment;
    screen.show(null);
    this.tellShown();
    if (this.screens.some((other) => other.playing || other.seeking)) return;
    const { going } = this;
    this.place(Math.min(this.end, Math.max(this.position, ends)));
    if (this.running && going === this.going) this.runOn(performance.now());
  }

  pictureShown(screen) {
    const { lead } = this;
    const taken = lead ? lead.takenNs() : Math.max(this.position, screen.clockNs());
    if (this.running) {
      if (screen === (lead ?? screen)) this.place(taken);
      else this.shown.caption(screen);
      this.join();
      keepTogether(this.screens, this.rate);
    } else if (!screen.seeking && !this.indexing) {
      // A picture was still on its way when the player stopped: the leading one's is the one that is shown.
      if (screen === lead && taken > this.position) {
        this.place(taken);
        this.bringTogether();
      } else if (screen !== lead) {
        this.bringBack(screen);
      }
      this.tellShown();
    }
  }

  /** Have the cameras play that show nothing, and whose next file has begun. */
  join() {
    for (const screen of this.screens) {
      if (screen.playing || screen.seeking || screen.shows || screen.video.error) continue;
      const place = screen.stream.find(this.position + JOINS_AHEAD_NS * this.rate);
      if (place) screen.show(place).then(() => this.running && screen.play());
    }
  }

  get rate() {
    return Number(byId("speed").value);
  }

  // ---- telling ----

  place(ns, { follow = true } = {}) {
    this.position = ns;
    const time = clockTime(ns);
    byId("clock").textContent = time;
    const strip = byId("strip");
    strip.setAttribute("aria-valuenow", Math.round(ns / 1e6));
    strip.setAttribute("aria-valuetext", time);
    this.timeline.moveTo(ns, { follow });
    this.frames.prepare(ns);
    for (const follow of this.followers) follow(ns);
    if (this.held && this.held.ns !== ns) this.letGo();
    if (this.begun) this.markPassed();
  }

  /** Mark the newest line of the list that the position has passed, unless another one is in hand. */
  markPassed() {
    if (this.held) return;
    const passed = this.order[lastNotAfter(this.orderedTimes, this.position)] ?? -1;
    const index = passed >= 0 && !this.list.visible[passed] ? this.list.neighbour(passed, -1) : passed;
    if (index >= 0 && index !== this.list.current) this.list.mark(index, { reveal: !this.list.hasFocus });
  }

  /** Say which picture is on screen, and how far its time may be off. */
  tellShown() {
    this.shown.tell();
  }

  tellHover(index, ns, told = "") {
    const hover = byId("hover");
    if (index >= 0) hover.textContent = `${clockTime(this.events[index].t)}  ${this.events[index].text}`;
    else if (ns === null) hover.textContent = this.hoverHelp;
    else hover.textContent = [clockTime(Math.max(0, ns)), told].filter(Boolean).join("  ");
  }

  filter() {
    const boxes = [...document.querySelectorAll('input[name="lane"]:checked')];
    const lanes = new Set(boxes.map((box) => Number(box.value)));
    const count = this.list.filter(lanes, byId("search").value);
    byId("count").textContent = filled(this.words.events_shown, { count });
    const searching = byId("search").value.trim() !== "";
    this.timeline.dimmed = (index) => searching && index < this.events.length && !this.list.visible[index];
    this.timeline.showLanes(lanes);
  }

  // ---- buttons and keys ----

  wire() {
    const buttons = {
      "event-before": () => this.stepEvent(-1),
      "frame-before": () => this.step(-1),
      play: () => this.toggle(),
      "frame-after": () => this.step(1),
      "event-after": () => this.stepEvent(1),
      "zoom-in": () => this.timeline.zoom(0.5),
      "zoom-out": () => this.timeline.zoom(2),
      "zoom-all": () => this.timeline.showAll(),
    };
    for (const [id, act] of Object.entries(buttons)) byId(id).addEventListener("click", act);
    for (const box of document.querySelectorAll('input[name="lane"]')) {
      box.addEventListener("change", () => this.filter());
    }
    byId("search").addEventListener("input", () => this.filter());
    byId("speed").addEventListener("change", ({ target }) => {
      for (const screen of this.screens) screen.set({ rate: Number(target.value) });
    });
    byId("sound").addEventListener("change", ({ target }) => this.listenTo(target.checked));
    this.listenTo(byId("sound").checked);
    furnish(this);
    if (this.screens.length === 0) for (const id of ["frame-before", "frame-after", "sound"]) byId(id).disabled = true;
  }

  /** Sound comes from one place, since two would echo: a microphone, which was put where it hears, or a camera. */
  listenTo(on) {
    const heard = [this.streams.findIndex((raw) => raw.sound_alone), this.streams.findIndex((raw) => raw.sound), 0];
    const from = heard.find((n) => n >= 0);
    this.screens.forEach((screen, n) => screen.set({ muted: !on || n !== from }));
  }

  toggle() {
    if (this.plays) this.pause();
    else this.play();
  }

  /** Give where the page opens: where the address says, else at the first picture or the first line. */
  opensAt() {
    const asked = askedFor(location.hash, this);
    if (asked && !asked.wrong) return asked;
    if (this.opens_at !== null) return { ns: this.opens_at };
    const first = Math.min(...this.screens.map((screen) => screen.stream.segments[0].begins));
    return { ns: Number.isFinite(first) ? first : 0 };
  }

  /** Show where the page opens; the timeline is drawn once the pictures are there, or do not come. */
  async begin() {
    const { index, ns } = this.opensAt();
    const shown = index >= 0 ? this.choose(index) : this.goTo(ns);
    try {
      await Promise.race([shown, new Promise((resolve) => setTimeout(resolve, DRAWN_WITHIN_MS))]);
    } finally {
      await this.timeline.release();
    }
    await shown;
    this.begun = true;
    this.markPassed(); // a link to a moment leads there in the list too
    for (const { video } of this.screens) video.preload = "auto"; // before, it would come in the way of the rest
    this.list.fillAll();
  }
}
