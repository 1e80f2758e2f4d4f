// The picture that stands: drawn from the very frame whose time was read, over the video that holds it.
// What a video hands on to be shown need not reach the screen: Chromium leaves the first picture of a file that was
// just opened there for up to a second, though it tells the one that was sought as presented.

export class Still {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { alpha: false });
    canvas.addEventListener("contextlost", () => this.leave()); // as after a laptop slept
  }

  /**
   * Draw the picture that a video holds, if `wanted` says so of its time in the file (seconds, as the frame itself
   * says; null where the browser does not tell it). It stays until `leave`. Gives whether it was drawn.
   */
  draw(video, wanted) {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return false;
    const frame = heldBy(video);
    try {
      if (!wanted(frame && frame.timestamp / 1e6)) return false;
      if (frame) this.put(frame, frame.displayWidth, frame.displayHeight);
      else this.put(video, video.videoWidth, video.videoHeight);
      return true;
    } finally {
      frame?.close();
    }
  }

  put(picture, width, height) {
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    this.context.drawImage(picture, 0, 0, width, height);
    this.canvas.hidden = false;
  }

  /** Let the video itself be seen. */
  leave() {
    this.canvas.hidden = true;
  }
}

/** Give the frame that a video holds; null where it has none, and in a browser without WebCodecs. */
function heldBy(video) {
  try {
    return new VideoFrame(video);
  } catch {
    return null;
  }
}
