// The leading computer's pages of pairing: what changes is told by the server, the page shows it. The page
// is whole without this script; with it nobody has to reload.
const QUIET_MS = 6000; // the server says something every two seconds

const warnings = document.querySelector("[data-warnings]");
const invitation = document.querySelector("[data-invitation]");
const lines = new Map([...document.querySelectorAll("[data-device]")].map((line) => [line.dataset.device, line]));

function note(sentence) {
  const line = document.createElement("p");
  line.className = "note note-alert";
  line.textContent = sentence;
  return line;
}

function warn(sentences) {
  const shown = [...warnings.children].map((line) => line.textContent);
  if (JSON.stringify(shown) !== JSON.stringify(sentences)) {
    warnings.replaceChildren(...sentences.map(note));
  }
}

function isBusy() {
  const focused = document.activeElement;
  return focused !== null && focused.matches("input:not([type=radio]), textarea, select");
}

function show(news) {
  warn(news.warnings);
  if (invitation !== null && news.invitation !== null) {
    if (news.invitation.standing !== invitation.dataset.standing) {
      location.reload();
    }
    return;
  }
  const known = Object.keys(news.devices);
  if (known.length !== lines.size || known.some((id) => !lines.has(id))) {
    if (!isBusy()) {
      location.reload();
    }
    return;
  }
  for (const [id, device] of Object.entries(news.devices)) {
    const chip = lines.get(id).querySelector("[data-state]");
    chip.dataset.here = device.here ? "yes" : "no";
    if (chip.textContent !== device.state) {
      chip.textContent = device.state;
    }
  }
}

function countDown() {
  const began = performance.now();
  const sentence = invitation.querySelector("[data-standing-sentence]");
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil(Number(invitation.dataset.left) - (performance.now() - began) / 1000));
    sentence.textContent = invitation.dataset.leftWords
      .replace("{minutes}", Math.floor(left / 60))
      .replace("{seconds}", left % 60);
    if (left === 0) {
      clearInterval(timer);
    }
  }, 1000);
}

function listen() {
  const asked = invitation === null ? "" : `?invitation=${invitation.dataset.invitation}`;
  const events = new EventSource(`/pair/events${asked}`);
  let quiet = 0;
  const heard = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => warn([warnings.dataset.cutOff]), QUIET_MS);
  };
  events.addEventListener("message", (event) => {
    heard();
    show(JSON.parse(event.data));
  });
  events.addEventListener("error", () => warn([warnings.dataset.cutOff]));
  addEventListener("pagehide", () => events.close());
}

if (invitation !== null && invitation.dataset.standing === "open") {
  countDown();
}
listen();
