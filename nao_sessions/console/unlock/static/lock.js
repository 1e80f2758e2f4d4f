// Leaves a page once the console is locked, and says that a person touches it. The lock itself is the server's: a page
// without this script shows no more than what it showed before.
const ASK_EVERY_MS = 10000;
const TELL_EVERY_MS = 15000;

let toldAt = -Infinity;

function leave() {
  location.replace(`/unlock?then=${encodeURIComponent(location.pathname)}`);
}

async function ask() {
  let again = ASK_EVERY_MS;
  try {
    const answer = await fetch(`/unlock/state?of=${encodeURIComponent(location.pathname)}`, { cache: "no-store" });
    const state = await answer.json();
    if (state.locked) {
      leave();
      return;
    }
    again = Math.min(again, (state.left_s + 1) * 1000);
  } catch {
    // The console may be away for a moment: the next time it answers.
  }
  setTimeout(ask, Math.max(again, 1000));
}

function tell() {
  const now = performance.now();
  if (now - toldAt > TELL_EVERY_MS) {
    toldAt = now;
    fetch("/unlock/touch", { method: "POST", keepalive: true }).catch(() => {});
  }
}

for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, tell, { capture: true, passive: true });
}
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    ask();
  }
});
ask();
