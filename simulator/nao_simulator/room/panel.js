// The panel of the simulated room: every act is one POST, the state comes as server-sent events.

const done = document.querySelector("#done");
const link = document.querySelector("#link");

async function act(message) {
  try {
    const answer = await fetch("/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
    });
    done.textContent = answer.ok ? "" : `Refusé : ${(await answer.text()).trim()}`;
  } catch {
    done.textContent = "Le simulateur ne répond pas.";
  }
}

// A touch lasts as long as the finger, the mouse button or the key is down.
for (const spot of document.querySelectorAll("[data-part]")) {
  const part = spot.dataset.part;
  let down = false;
  spot.setAttribute("aria-pressed", "false");
  const press = (pressed) => {
    if (pressed === down) return;
    down = pressed;
    act({ action: "touch", part, pressed });
  };
  spot.addEventListener("pointerdown", (event) => {
    spot.setPointerCapture(event.pointerId);
    press(true);
  });
  spot.addEventListener("pointerup", () => press(false));
  spot.addEventListener("pointercancel", () => press(false));
  spot.addEventListener("keydown", (event) => {
    if (event.code === "Enter" || event.code === "Space") press(true);
  });
  spot.addEventListener("keyup", () => press(false));
  spot.addEventListener("blur", () => press(false));
  // Assistive technology clicks without a pointer or a key: that is a tap.
  spot.addEventListener("click", (event) => {
    if (event.detail === 0 && event.pointerType === "" && !spot.matches(":focus")) act({ action: "tap", part });
  });
}

for (const button of document.querySelectorAll("[data-act]")) {
  button.addEventListener("click", () => act(JSON.parse(button.dataset.act)));
}

document.querySelector("#hear").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.word;
  act({ action: "hear", word: field.value });
  field.value = "";
});

document.querySelector("#card").addEventListener("submit", (event) => {
  event.preventDefault();
  act({ action: "showCard", card: Number(event.target.elements.number.value) });
});

const SWITCHES = {
  face: (on) => ({ action: "faceVisible", visible: on }),
  looking: (on) => ({ action: "lookAtRobot", looking: on }),
};
for (const button of document.querySelectorAll("[data-switch]")) {
  button.addEventListener("click", () => {
    act(SWITCHES[button.dataset.switch](button.getAttribute("aria-pressed") !== "true"));
  });
}

document.querySelector("#battery").addEventListener("submit", (event) => {
  event.preventDefault();
  act({ action: "battery", percent: Number(event.target.elements.percent.value) });
});

function told(value) {
  if (value === true) return "oui";
  if (value === false) return "non";
  if (value === null || value === undefined || value === "") return "–";
  return String(value);
}

let words = "";
function showWords(vocabulary) {
  const list = Array.isArray(vocabulary) ? vocabulary.map(String) : [];
  if (list.join("\n") === words) return;
  words = list.join("\n");
  document.querySelector("#words").replaceChildren(
    ...list.map((word) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = word;
      button.addEventListener("click", () => act({ action: "hear", word }));
      return button;
    }),
  );
}

const states = new EventSource("/state");
states.addEventListener("open", () => { link.textContent = "Simulateur en marche"; });
states.addEventListener("error", () => { link.textContent = "Le simulateur ne répond plus"; });
states.addEventListener("message", (event) => {
  const state = JSON.parse(event.data);
  for (const place of document.querySelectorAll("[data-state]")) {
    const unit = ["battery", "volume"].includes(place.dataset.state) && state[place.dataset.state] != null ? " %" : "";
    place.textContent = told(state[place.dataset.state]) + unit;
  }
  for (const spot of document.querySelectorAll("[data-part]")) {
    spot.setAttribute("aria-pressed", String((state.touched ?? []).includes(spot.dataset.part)));
  }
  for (const button of document.querySelectorAll("[data-switch]")) {
    button.setAttribute("aria-pressed", String(state[button.dataset.switch] === true));
  }
  showWords(state.vocabulary);
});
