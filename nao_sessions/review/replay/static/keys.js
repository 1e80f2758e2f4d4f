// The keyboard of the replay page, in the grammar of BORIS and ELAN. Letters are read by their place on the
// keyboard, and only such letters are used as lie at one place on AZERTY and QWERTY. Keys of one letter can be
// switched off (WCAG 2.1.4), and none acts in a field.

import { giveFocusBack } from "./pointing.js";

const SECOND_NS = 1e9;
const JUMP_NS = 10e9;
const STORED = "replay-shortcuts";
const SPACE_IS_ITS_OWN = "button, summary, select, a, input:not([type=range])";
const SLIDES = /^(Arrow|Page|Home|End)/; // what a slider and a list of choices take themselves
export const WRITTEN_IN = "input:not([type=checkbox], [type=radio], [type=range]), textarea";
const byId = (id) => document.getElementById(id);

/** Listen to the keys; `enabled` is the checkbox that switches the keys of one letter on and off. */
export function onKeys(replay, { list, strip, enabled, help }) {
  enabled.checked = localStorage.getItem(STORED) !== "off";
  giveFocusBack(list);
  help.addEventListener("toggle", () => help.open || help.classList.remove("over"));
  enabled.addEventListener("change", () => localStorage.setItem(STORED, enabled.checked ? "on" : "off"));

  const by = (ns) => () => replay.jump(replay.position + ns);
  const letters = {
    KeyJ: by(-SECOND_NS),
    KeyK: () => replay.pause(),
    KeyL: by(SECOND_NS),
    "+": () => replay.timeline.zoom(0.5),
    "-": () => replay.timeline.zoom(2),
    0: () => replay.timeline.showAll(),
    "/": () => replay.step(-1),
    "*": () => replay.step(1),
  };
  // Where a coder is at work, letters are the scheme's.
  const more = {
    "Shift+KeyJ": by(-JUMP_NS),
    "Shift+KeyL": by(JUMP_NS),
    KeyP: () => replay.stepEvent(-1),
    KeyN: () => replay.stepEvent(1),
    KeyD: () => replay.speed.step(-1),
    KeyF: () => replay.speed.step(1),
    KeyI: () => replay.loop.setBegin(),
    KeyO: () => replay.loop.setEnd(),
    KeyB: () => replay.loop.toggle(),
    KeyG: () => focusOn(byId("go-to-time")),
    KeyR: () => focusOn(byId("search")),
    KeyC: () => replay.links.copy(),
    KeyS: () => replay.subtitles.toggle(),
    KeyH: () => showHelp(help),
  };
  if (!byId("replay").classList.contains("coding")) Object.assign(letters, more);
  const anywhere = {
    ArrowLeft: () => replay.step(-1),
    ArrowRight: () => replay.step(1),
    "Ctrl+ArrowLeft": () => replay.step(-1),
    "Ctrl+ArrowRight": () => replay.step(1),
    "Shift+ArrowLeft": by(-SECOND_NS),
    "Shift+ArrowRight": by(SECOND_NS),
    "Ctrl+Space": () => replay.toggle(),
    "Shift+Space": () => replay.loop.play(),
    Backspace: () => replay.speed.set(1),
  };
  // Elsewhere these scroll the page, as everybody expects of them.
  const inListOrStrip = {
    ArrowUp: () => replay.stepEvent(-1),
    ArrowDown: () => replay.stepEvent(1),
  };
  const inStrip = {
    Home: () => replay.jump(0),
    End: () => replay.jump(replay.end),
    PageUp: by(-JUMP_NS),
    PageDown: by(JUMP_NS),
  };

  const isLine = (target) => list.contains(target) || target.closest("#annotations") !== null;

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.metaKey || event.altKey) return;
    if (target.closest(WRITTEN_IN)) return;
    if (event.key === "Escape" && help.classList.contains("over")) showHelp(help);
    const name = nameOf(event);
    if (target.matches("[type=range], select") && SLIDES.test(event.code)) return;
    let act = anywhere[name];
    if (strip.contains(target)) act ??= inStrip[name];
    if (strip.contains(target) || list.contains(target)) act ??= inListOrStrip[name];
    if (enabled.checked) act ??= letters[name];
    // A button in focus keeps its own space bar; a slider and the lines of a list have no need of theirs.
    if (name === "Space" && (!target.closest(SPACE_IS_ITS_OWN) || isLine(target))) {
      act = () => replay.toggle();
    }
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** Name a key: a sign by what it writes, wherever it lies; all others by their place, with what is held beside. */
function nameOf(event) {
  if (["+", "-", "*", "/"].includes(event.key) && !event.ctrlKey) return event.key;
  if (event.code === "Digit0" || event.code === "Numpad0") return event.ctrlKey ? "" : "0";
  return `${event.ctrlKey ? "Ctrl+" : ""}${event.shiftKey ? "Shift+" : ""}${event.code}`;
}

function focusOn(field) {
  field.focus();
  field.select();
}

let focusedBefore = null;

/** Show the keys over the page, or put them away again: whoever asks is looking at the picture. */
export function showHelp(help) {
  help.open = !help.open;
  help.classList.toggle("over", help.open);
  if (help.open) {
    focusedBefore = document.activeElement;
    help.querySelector("summary").focus({ preventScroll: true });
  } else focusedBefore?.focus({ preventScroll: true });
}
