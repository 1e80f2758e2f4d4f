// Cameras that play side by side stay at one moment: whoever is ahead goes slower until the last one is there.
// Nothing is sought while it plays: that costs decoding from a key frame on, and who is late would be later.

const NS_PER_S = 1e9;
// Ahead by less than this much time of the reader (or of the session, when it goes slower) nobody waits:
// correcting small differences makes them larger (25 ms, measured).
const ALLOWED_S = 0.02;
// A video's clock may be this much before the picture that it shows; more, and the computer does not keep up.
const SHOWN_WITHIN_S = 0.08;
// What somebody is ahead is made up for within about this much of the reader's time.
const MADE_UP_WITHIN_S = 0.3;
// Slower than this share of the rate nobody goes: pictures, and with them corrections, would come too seldom.
const SLOWEST_SHARE = 0.5;
// Browsers refuse slower rates.
const SLOWEST = 0.0625;

/** Set the rates of the screens that play, so that all stay with the last of them; `rate` is the one asked for. */
export function keepTogether(screens, rate) {
  const running = screens.filter((screen) => screen.playing && !screen.seeking);
  const places = running.map((screen) => screen.placeNs());
  const last = Math.min(...places);
  const scale = Math.max(1, rate);
  running.forEach((screen, n) => {
    const clockAhead = (screen.clockNs() - last) / NS_PER_S - SHOWN_WITHIN_S * scale;
    const ahead = Math.max((places[n] - last) / NS_PER_S, clockAhead);
    screen.waits = ahead > ALLOWED_S * scale * (screen.waits ? 0.25 : 1);
    const slower = Math.max(SLOWEST, rate * SLOWEST_SHARE, rate - ahead / MADE_UP_WITHIN_S);
    screen.goAt(screen.waits ? slower : rate);
  });
}
