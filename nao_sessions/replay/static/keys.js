// The keyboard of the replay page. Keys of one letter can be switched off (WCAG 2.1.4), and none acts in a field.

const SECOND_NS = 1e9;
const PAGE_NS = 10e9;
const STORED = "replay-shortcuts";

/** Listen to the keys; `enabled` is the checkbox that switches the keys of one letter on and off. */
export function onKeys(replay, { list, strip, enabled }) {
  enabled.checked = localStorage.getItem(STORED) !== "off";
  enabled.addEventListener("change", () => localStorage.setItem(STORED, enabled.checked ? "on" : "off"));

  const letters = {
    j: () => replay.goTo(replay.position - SECOND_NS),
    k: () => replay.pause(),
    l: () => replay.goTo(replay.position + SECOND_NS),
    "+": () => replay.timeline.zoom(0.5),
    "-": () => replay.timeline.zoom(2),
    0: () => replay.timeline.showAll(),
  };
  const anywhere = {
    ArrowLeft: () => replay.step(-1),
    ArrowRight: () => replay.step(1),
  };
  // Elsewhere these scroll the page, as everybody expects of them.
  const inListOrStrip = {
    ArrowUp: () => replay.stepEvent(-1),
    ArrowDown: () => replay.stepEvent(1),
  };
  const inStrip = {
    Home: () => replay.goTo(0),
    End: () => replay.goTo(replay.end),
    PageUp: () => replay.goTo(replay.position - PAGE_NS),
    PageDown: () => replay.goTo(replay.position + PAGE_NS),
  };

  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input:not([type=checkbox]), select")) return;
    let act = anywhere[event.key];
    if (strip.contains(target)) act ??= inStrip[event.key];
    if (strip.contains(target) || list.contains(target)) act ??= inListOrStrip[event.key];
    if (enabled.checked) act ??= letters[event.key.toLowerCase()];
    // A button in focus keeps its own space bar; the lines of the list do not need theirs.
    if (event.key === " " && (!target.closest("button, summary, input, a") || list.contains(target))) {
      act = () => replay.toggle();
    }
    if (!act) return;
    event.preventDefault();
    act();
  });
}
