// A microphone on the page: it shows nothing, so that where its file is played is all that is known of it.
// No move waits for a picture that never comes, and on a page without a camera its clock leads.

import { Screen, oneOf } from "./screen.js";

export class SoundTrack extends Screen {
  get shows() {
    return this.segment !== null && this.empty.hidden;
  }

  watch() {
    this.video.addEventListener("timeupdate", () => {
      if (this.segment !== null && this.playing && !this.seeking) this.onPicture(this);
    });
  }

  /** It has no picture that could stand. */
  stand() {
    return false;
  }

  /** Go into a block of sound. Gives whether it is there. */
  async search({ segment, picture }, turn) {
    const [from, to] = segment.interval(picture);
    const sought = oneOf(this.video, ["seeked", "error", "emptied"]);
    this.video.currentTime = (from + to) / 2;
    await sought;
    return turn === this.turn && !this.video.error;
  }
}
