// One camera on the page: it shows the picture that was asked for, and knows which picture is on screen.
// While it plays, that is what requestVideoFrameCallback tells; one that stands is drawn from the frame that the video
// holds, which says itself what it is. currentTime is never believed.

import { Still } from "./still.js";

const PRESENTED_WITHIN_MS = 400;
// After a wrong picture, how long another may take that was on its way: four frames of a 60 Hz screen.
const ANOTHER_WITHIN_MS = 70;
const MOST_AIMS = 3;
// Creeping up on a picture: from how many pictures before it (more than B frames are out of order), how fast
// (each picture stands long enough to stop at it), for how long.
const CREEP_PICTURES = 4;
const CREEP_RATE = 0.25;
const CREEP_WITHIN_MS = 3000;

export class Screen {
  /** `onPicture(screen)` is called each time another picture is on screen. */
  constructor(stream, figure, { onPicture, onEnd }) {
    this.stream = stream;
    this.video = figure.querySelector("video");
    this.empty = figure.querySelector(".screen-empty");
    this.caption = figure.querySelector(".screen-caption");
    this.segment = null;
    this.shown = null; // {segment, picture} on screen
    this.missed = null; // the picture that was asked for and is not in the file
    this.stands = false; // the picture that was asked for is drawn, whatever the video does below it
    this.turn = 0;
    this.seeking = false;
    this.waiters = [];
    this.rate = 1;
    this.waits = false; // goes slower than asked, until the other cameras are there
    this.muted = false;
    this.onPicture = onPicture;
    this.video.addEventListener("ended", () => {
      if (!this.seeking) onEnd(this);
      for (const wake of this.waiters.splice(0)) wake();
    });
    this.watch(figure);
  }

  get playing() {
    return !this.video.paused && !this.video.ended;
  }

  /** Tell whether it shows a picture (or plays a sound) of the moment: not before it began, or when it is over. */
  get shows() {
    return this.shown !== null;
  }

  /** Show a place of the stream; null shows that there is no picture. Gives whether that very picture is shown. */
  async show(place) {
    const turn = ++this.turn;
    this.missed = null;
    this.empty.hidden = place !== null;
    if (place === null) {
      this.video.pause();
      this.shown = null;
      this.stands = false;
      return false;
    }
    const isThere = !this.playing && !this.seeking && this.isShown(place);
    this.stands = isThere && (this.stands || this.stand(place));
    if (this.stands) return true;
    this.video.pause();
    this.seeking = true;
    try {
      // without a turn of the loop where the file is open already: a seek begins at once
      if (!this.isOpen(place.segment) && (!(await this.open(place.segment)) || turn !== this.turn)) return false;
      const found = await this.search(place, turn);
      if (turn === this.turn) {
        this.stands = found;
        this.missed = found ? null : place;
        if (!found) this.stand();
      }
      return found;
    } finally {
      if (turn === this.turn) {
        this.seeking = false;
        this.onPicture(this);
      }
    }
  }

  isShown(place) {
    return this.shown !== null && this.shown.segment === place.segment && this.shown.picture === place.picture;
  }

  /** Play on from the picture that is shown. */
  async play() {
    if (this.seeking || this.segment === null || !this.empty.hidden) return;
    this.stands = false;
    await this.video.play().catch(() => {});
  }

  /** Stop playing, at the picture that is there; what comes after it comes too late. */
  halt() {
    this.video.pause();
    this.applySettings();
    if (!this.seeking && this.shown !== null) this.stands = this.stand();
  }

  /** Give when the picture that is shown was taken. */
  takenNs() {
    return this.shown.segment.taken[this.shown.picture];
  }

  /** Give where the video's clock is, in session time: for comparing cameras, never for what is shown. */
  clockNs() {
    return this.segment.sessionNs(this.video.currentTime);
  }

  /** Give the same, unless the picture that is shown is an older one, as where decoding takes too long. */
  placeNs() {
    const clock = this.clockNs();
    return this.shown === null ? clock : Math.min(clock, this.segment.taken[this.shown.picture + 1] ?? clock);
  }

  /** Play at this rate for now. */
  goAt(rate) {
    if (Math.abs(this.video.playbackRate - rate) > 0.01 * this.rate) this.video.playbackRate = rate;
  }

  isOpen(segment) {
    return this.segment === segment && this.video.readyState >= HTMLMediaElement.HAVE_METADATA;
  }

  /** Load the file of a segment; false if it cannot be played. */
  async open(segment) {
    if (this.segment !== segment) {
      this.segment = segment;
      this.shown = null;
      const file = `media/${segment.id}`; // the page names the first one itself: it is loading already
      if (this.video.getAttribute("src") !== file) this.video.src = file;
      this.applySettings();
    }
    while (this.video.readyState < HTMLMediaElement.HAVE_METADATA) {
      if (this.video.error) return false;
      await oneOf(this.video, ["loadedmetadata", "error", "emptied"]);
      if (this.segment !== segment) return false;
    }
    return true;
  }

  /**
   * Go to the middle of a picture's interval; where another picture is shown, search between its neighbours,
   * and at last creep up on it. A file with B frames tells how long pictures last in the order of decoding:
   * Chromium believes it when it jumps, shows the picture before for too long, and jumps over some altogether
   * (also over those that stand just before a key frame). Playing, it shows them all.
   */
  async search(place, turn) {
    const { segment, picture } = place;
    const [from, to] = segment.interval(picture);
    let [early, late] = [2 * from - to, 2 * to - from];
    let aim = (from + to) / 2;
    for (let n = 0; n < MOST_AIMS; n += 1) {
      if (await this.seek(aim, place, turn)) return true;
      if (turn !== this.turn) return false;
      if (this.shown === null || this.shown.picture < picture) early = aim;
      else late = aim;
      aim = (early + late) / 2;
    }
    if (from >= this.video.duration) return false;
    const start = segment.interval(Math.max(0, picture - CREEP_PICTURES))[0];
    const deadline = performance.now() + CREEP_WITHIN_MS;
    let found = false;
    while (!found && turn === this.turn && performance.now() < deadline) {
      found = (await this.seek(start, place, turn)) || (await this.creep(place, turn, deadline));
    }
    return found;
  }

  /** Play slowly until a picture is there, and stop at it. */
  async creep(place, turn, deadline) {
    const { video } = this;
    const goesOn = () => turn === this.turn && !video.ended && performance.now() < deadline;
    const isBefore = () => this.shown === null || this.shown.picture < place.picture;
    let found = false;
    if (goesOn()) Object.assign(video, { muted: true, playbackRate: CREEP_RATE });
    while (!found && goesOn() && isBefore()) {
      await video.play().catch(() => {});
      while (goesOn() && isBefore()) await this.nextPicture(deadline - performance.now());
      if (turn !== this.turn) return false;
      await this.stop();
      // the one that it stopped at may be the one before the one that it told
      found = turn === this.turn && this.stand(place);
    }
    if (turn === this.turn) this.applySettings();
    return found;
  }

  /** Stop playing, and wait until it has. */
  async stop() {
    if (this.video.paused || this.video.ended) return;
    const stopped = oneOf(this.video, ["pause", "emptied"]);
    this.video.pause();
    await stopped;
  }

  /** Play this fast, and with or without sound, from now on. */
  set({ rate = this.rate, muted = this.muted }) {
    this.rate = rate;
    this.muted = muted;
    this.applySettings();
  }

  applySettings() {
    this.video.playbackRate = this.rate;
    this.video.muted = this.muted;
  }

  /** Go to a time of the file and wait until a picture, the wanted one rather than another, is there: is it? */
  async seek(seconds, place, turn) {
    this.shown = null;
    const sought = oneOf(this.video, ["seeked", "error", "emptied"]);
    this.video.currentTime = seconds;
    await sought;
    const isThere = () => turn === this.turn && this.stand(place);
    if (isThere()) return true; // before it is told of
    if (turn === this.turn && this.shown === null) await this.nextPicture(PRESENTED_WITHIN_MS);
    if (isThere()) return true;
    // A picture from before the jump may have come first: what comes is compared, not trusted.
    if (turn === this.turn) await this.nextPicture(ANOTHER_WITHIN_MS);
    return isThere();
  }

  /** Draw the picture that the video holds (if it is the one that is wanted, if any); gives whether it did. */
  stand(wanted = null) {
    return this.still.draw(this.video, (seconds) => {
      if (seconds !== null) this.shown = this.placeOf(seconds);
      return wanted === null || this.isShown(wanted);
    });
  }

  placeOf(mediaTime) {
    return { segment: this.segment, picture: this.segment.ofMediaTime(mediaTime) };
  }

  nextPicture(withinMs) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.waiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  watch(figure) {
    this.still = new Still(figure.querySelector("canvas"));
    this.video.addEventListener("pause", () => {
      if (this.shown !== null) this.presented(this.shown);
    });
    const next = () =>
      this.video.requestVideoFrameCallback((now, { mediaTime }) => {
        if (this.segment !== null) this.presented(this.placeOf(mediaTime));
        next();
      });
    next();
  }

  /** A picture was handed on to be shown; where it stands, the video itself is asked. */
  presented(place) {
    if (this.stands) return;
    const before = this.shown;
    this.shown = place;
    for (const wake of this.waiters.splice(0)) wake();
    if (this.seeking) return;
    if (this.playing) this.still.leave();
    else this.stand();
    if (this.playing || before === null || !this.isShown(before)) this.onPicture(this);
  }
}

/** Wait for the first of some events. */
export function oneOf(target, names) {
  return new Promise((resolve) => {
    const heard = () => {
      for (const name of names) target.removeEventListener(name, heard);
      resolve();
    };
    for (const name of names) target.addEventListener(name, heard);
  });
}
