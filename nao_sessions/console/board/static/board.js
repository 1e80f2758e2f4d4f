// A board: shows what the session shows, and tells it what a child touches.
// Each touch says what it was meant for and when the finger went down; while the link is cut none is taken.

import { HostClock, happenedAt } from "./board_clock.js";
import { Fingers, holdToOpen } from "./board_fingers.js";
import { Link } from "./board_link.js";
import { Pictures } from "./board_pictures.js";
import { Scan } from "./board_scan.js";
import { Sending } from "./board_sending.js";
import { Slate } from "./board_slate.js";
import { BoardView } from "./board_view.js";

const BAND_MS = 250;
const TENTHS = 10;
const SWITCHES = { Space: "move", Enter: "take", NumpadEnter: "take" };

const root = document.getElementById("board");
const address = `/board/${root.dataset.code}`;
const wordless = root.dataset.wordless === "yes";
const said = root.querySelector(".board-said");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

const clock = new HostClock(`${address}/clock`);
const touches = new Sending(`${address}/touch`);
const view = new BoardView(root, new Pictures(`${address}/picture`));
const slate = new Slate(root, { address: `${address}/slate`, clock, sending: new Sending(`${address}/slate`) });
const scan = new Scan({
  onFrame: (indices) => view.frame(indices),
  onChoose: (index, event) => touch(index, event, "switch"),
});
view.onLaidOut = (count, columns, rows) => {
  scan.lay(count, columns, rows);
  if (view.shown.on_turn && !view.shown.paused) scan.beginByItself();
};

let shownAt = performance.now();
let settings = {};

function touch(index, event, pointer) {
  const tile = view.shown.tiles[index];
  if (!tile || root.dataset.cut === "yes") return;
  const pageMs = happenedAt(event);
  const { stamp } = view.shown;
  const seenMs = Math.max(0, pageMs - shownAt);
  const id = touches.name();
  view.touched(index);
  touches.send(() => {
    const at = clock.at(pageMs);
    return {
      id,
      choice: tile.word,
      stamp,
      pointer,
      seen_ms: seenMs,
      down_ms: at?.ms ?? null,
      uncertainty_ms: at?.uncertainty ?? null,
    };
  });
}

function drawn(shown, before) {
  if (shown.stamp !== before.stamp) {
    view.touched(-1);
    requestAnimationFrame((now) => (shownAt = now));
  }
  if (shown.paused) scan.rest();
  if (shown.phase !== before.phase || shown.paused !== before.paused || shown.on_turn !== before.on_turn) {
    announce(shown);
  }
  band();
}

function announce({ phase, paused, on_turn: onTurn }) {
  if (phase === "resting") said.textContent = "";
  else if (paused) said.textContent = said.dataset.paused;
  else said.textContent = onTurn ? "" : said.dataset.notTurn;
}

function band() {
  const element = root.querySelector(".board-band");
  const { band: waited } = view.shown;
  const now = clock.at(performance.now());
  element.hidden = !settings.timer || !waited || !now;
  if (element.hidden) return;
  const left = Math.min(1, Math.max(0, (waited.until_ms - now.ms) / (waited.until_ms - waited.from_ms)));
  const told = stillness.matches ? Math.ceil(left * TENTHS) / TENTHS : left;
  element.firstElementChild.style.setProperty("--left", told);
}

function take(state) {
  settings = state.settings;
  const { scanning, switches, start, step_ms, loops } = settings;
  scan.set({ scanning, switches, start, step_ms, loops });
  view.pictures.keep(state.session, state.pictures);
  const shown = { ...state.shown };
  if (!settings.tokens) shown.tokens = null;
  if (!settings.first_then) shown.strip = null;
  view.show(shown, settings.text && !wordless, drawn);
  if (shown.phase === "slate") slate.open(state.session);
  document.documentElement.classList.toggle("rehearsal", state.rehearsal);
  root.ariaBusy = "false";
}

const link = new Link(`${address}/stream`, {
  onState: take,
  onCut: () => {
    view.cut(true);
    scan.rest();
    said.textContent = said.dataset.cut;
  },
  onBack: () => {
    view.cut(false);
    clock.restart();
    said.textContent = said.dataset.back;
  },
});

new Fingers(view.tiles, (index, event, pointer) => {
  scan.rest();
  touch(index, event, pointer);
});
holdToOpen(root.querySelector(".board-gear"));

/** Which switch a key stands for, where keys are switches now; a key that is held is one press. */
function switchOf(event) {
  const elsewhere = event.target.closest?.(".board-gear, .slate-tools");
  const scanned = scan.on && view.shown.phase === "showing" && !elsewhere;
  return scanned ? SWITCHES[event.code] : undefined;
}

window.addEventListener("keydown", (event) => {
  const which = switchOf(event);
  if (!which) return;
  event.preventDefault();
  const usable = !event.repeat && !view.shown.paused && root.dataset.cut !== "yes";
  if (usable) scan.press(which, event);
});
window.addEventListener("keyup", (event) => {
  if (switchOf(event)) event.preventDefault(); // else a focused choice would be pressed as well
});

let awake = null;

async function stayAwake() {
  if (document.visibilityState !== "visible") return;
  if (awake === null || awake.released) awake = await navigator.wakeLock?.request("screen").catch(() => null);
}

document.addEventListener("visibilitychange", () => {
  stayAwake();
  if (document.visibilityState === "visible") clock.restart();
});
root.addEventListener("pointerdown", stayAwake);

setInterval(band, BAND_MS);
clock.start();
link.start();
stayAwake();
