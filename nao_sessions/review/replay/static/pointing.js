// What was pressed with a mouse or a finger gives its focus back, so that Space plays and does not press it again.
// What was reached with Tab keeps its focus and its own keys.

const PRESSED = "button, summary, a, input[type=checkbox], input[type=radio]";

/** Give the focus back from now on; the lines of the `list` keep it: arrows go on from there. */
export function giveFocusBack(list) {
  let pointing = false;
  const leave = (kinds) => () => {
    const { activeElement } = document;
    if (pointing && activeElement.matches(kinds) && !list.contains(activeElement)) activeElement.blur();
  };
  addEventListener("pointerdown", () => (pointing = true), { capture: true });
  addEventListener("keydown", () => (pointing = false), { capture: true });
  addEventListener("click", leave(PRESSED));
  addEventListener("change", leave("select")); // once a choice was made: before, it would close the list
}
