// The keyboard of the coding page. It hears a key before the player does, and takes only what is its own.

import { WRITTEN_IN, showHelp } from "./keys.js";

/** Listen to the keys; `enabled` is the checkbox that switches the keys of one letter on and off. */
export function onCodingKeys(page, enabled) {
  const keys = new Map(page.coding.scheme.behaviours.map((one) => [one.key, one.code]));
  const own = {
    "[": () => page.change({ start_ns: page.moment }),
    "]": () => page.change({ stop_ns: page.moment }),
    "<": () => page.speed.step(-1),
    ">": () => page.speed.step(1),
  };
  // with nobody to choose from it is a picture forward, as its neighbour / is one back
  if (page.coding.subjects.length > 1) own["*"] = () => page.nextSubject();
  const shifted = {
    PageUp: () => page.nudge("start_ns", -1),
    PageDown: () => page.nudge("start_ns", 1),
    ArrowUp: () => page.nudge("stop_ns", -1),
    ArrowDown: () => page.nudge("stop_ns", 1),
  };

  const act = (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // AltGr writes [ and ] on a French keyboard, and some systems tell it as Ctrl and Alt together
    const written = event.getModifierState("AltGraph") && "[]".includes(key);
    if (event.ctrlKey && !event.altKey && "zy".includes(key)) return undoAct(page, event, enabled);
    if ((event.ctrlKey || event.metaKey || event.altKey) && !written) return null;
    if (page.asking) {
      // a value that has the focus takes its own Enter and Space
      if (event.target.closest("#modifier-values button") && ["Enter", " "].includes(key)) return null;
      const answer = modifierAct(page, key);
      if (answer) return answer;
    }
    if (event.shiftKey && shifted[key] && !event.target.matches("[type=range], select")) return shifted[key];
    if (key === "Delete") return () => page.removePicked();
    if (!enabled.checked) return null;
    if (keys.has(key)) return () => page.press(keys.get(key));
    return Object.hasOwn(own, key) ? own[key] : undoAct(page, event, enabled);
  };

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.target.closest(WRITTEN_IN)) return;
      const found = act(event);
      if (!found) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!event.repeat || Object.hasOwn(shifted, event.key)) found();
    },
    { capture: true },
  );
}

/** What every page that writes has: Z and Y, alone or with Ctrl, and the help. Gives what is to be done, or null. */
function undoAct(page, event, enabled) {
  const key = event.key.toLowerCase();
  if (event.altKey || event.metaKey || !(event.ctrlKey || enabled.checked)) return null;
  if (key === "z") return () => (event.ctrlKey && event.shiftKey ? page.redo() : page.undo());
  if (key === "y") return () => page.redo();
  return key === "?" && !event.ctrlKey ? () => showHelp(document.getElementById("keys")) : null;
}

/** Listen to those alone: where two codings lie side by side nothing else is written. */
export function onUndoKeys(page, enabled) {
  document.addEventListener("keydown", (event) => {
    const found = event.target.closest(WRITTEN_IN) ? null : undoAct(page, event, enabled);
    if (!found) return;
    event.preventDefault();
    if (!event.repeat) found();
  });
}

/** While a modifier is asked for, its keys come first; all others do what they do. */
function modifierAct(page, key) {
  const set = page.asking.sets[0];
  const value = page.coding.scheme.modifiers[set].values.find((one) => one.key === key);
  if (value) return () => page.takeModifier(value.code);
  if (key === "Enter") return () => page.takeModifier(null);
  if (key === "Escape") return () => page.dropModifier();
  return null;
}
