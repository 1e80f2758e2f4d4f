// The page of a session that is being set up: says how far it is, and goes on by itself to wherever it leads.
// A console that does not answer is asked again; nothing here decides anything.
const EVERY_MS = 500;
const told = document.querySelector("[data-told]");

async function look() {
  try {
    const answer = await fetch("/beginning/state", { cache: "no-store" });
    const state = await answer.json();
    if (state.to) {
      window.location.replace(state.to);
      return;
    }
    if (told.textContent !== state.told) {
      told.textContent = state.told;
    }
  } catch {
    // The console may be away for a moment: the next look tells.
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
