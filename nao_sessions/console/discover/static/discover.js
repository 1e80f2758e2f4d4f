// The coach's strip of the discovery, mounted into #coach: shows what to do next, and goes on by itself once the
// session's log shows that it was done. Where no scene is being played the strip stays away.
const EVERY_MS = 700;
const SELDOM_MS = 5000;
const coach = document.getElementById("coach");
const session = coach?.dataset.session ?? "";

const where = document.createElement("p");
const told = document.createElement("p");
const acts = document.createElement("div");
const wait = document.createElement("p");
where.className = "coach-where";
told.className = "coach-told";
told.setAttribute("role", "status");
acts.className = "coach-acts";
wait.className = "coach-wait soft";
wait.setAttribute("role", "status");

let shown = "";

function link(href, text, main) {
  const made = document.createElement("a");
  made.className = main ? "button button-main" : "button";
  made.href = href;
  made.textContent = text;
  return made;
}

function partButton(strip) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-main";
  made.textContent = strip.part.label;
  made.addEventListener("click", async () => {
    made.disabled = true;
    try {
      const body = new URLSearchParams({ id: strip.part.id });
      const answer = await fetch("/discover/part", { method: "POST", body });
      wait.textContent = answer.ok ? "" : strip.words.wait;
    } finally {
      made.disabled = false;
    }
  });
  return made;
}

function show(strip) {
  coach.hidden = strip === null;
  const now = JSON.stringify(strip);
  if (strip === null || now === shown) {
    return; // a live region that is written anew is read aloud anew
  }
  shown = now;
  coach.setAttribute("aria-label", strip.words.coach);
  const title = document.createElement("strong");
  title.textContent = strip.title;
  where.replaceChildren(title, ` ${strip.step} / ${strip.steps}`);
  wait.textContent = "";
  if (strip.complete) {
    told.textContent = strip.words.complete;
    acts.replaceChildren(link("/discover", strip.words.next, true));
  } else if (strip.lost) {
    told.textContent = strip.words.ended;
    acts.replaceChildren(link("/discover", strip.words.scenes, true));
  } else {
    told.textContent = strip.told;
    acts.replaceChildren(...(strip.part ? [partButton(strip)] : []));
  }
}

async function look() {
  let next = EVERY_MS;
  try {
    const answer = await fetch(`/discover/strip?session=${encodeURIComponent(session)}`, { cache: "no-store" });
    const strip = answer.ok ? await answer.json() : null;
    show(strip);
    if (strip === null || document.hidden) {
      next = SELDOM_MS;
    }
  } catch {
    next = SELDOM_MS; // the page itself says that it is cut off
  }
  setTimeout(look, next);
}

if (coach) {
  coach.replaceChildren(where, told, acts, wait);
  look();
}
