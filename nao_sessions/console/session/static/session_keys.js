// The keyboard and the slide clicker: physical keys (event.code), so that AZERTY and QWERTY do the same.
// One clicker button sends F5 and Escape in turn: both are the stop, and nothing on a key goes on after it.

const STOP = new Set(["Escape", "F5"]);
const WRITTEN = new Set(["INPUT", "TEXTAREA", "SELECT"]);

export function onKeys({ isOn, acts, stop }) {
  addEventListener("keydown", (event) => {
    if (STOP.has(event.code) || STOP.has(event.key)) {
      event.preventDefault(); // F5 must not load the page anew
      if (!event.repeat) stop(event.timeStamp);
      return;
    }
    if (!isOn() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (WRITTEN.has(event.target.tagName) && event.target.type !== "checkbox") return;
    const act = acts[event.code] ?? (event.key === "." ? acts.Period : undefined);
    if (act === undefined) return;
    event.preventDefault();
    if (!event.repeat) act(event.timeStamp);
  });
}
