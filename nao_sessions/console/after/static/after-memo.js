// The voice memo: recorded here, sent second by second, kept in the session's folder. Nothing of it is kept in the
// browser but what could not be sent yet. It is cut at the longest; that it records can always be seen.
const SLICE_MS = 1000;
const AGAIN_MS = 1000;
const GIVE_UP_MS = 5 * 60 * 1000;
const TYPES = ["audio/webm;codecs=opus", "audio/webm"];

const part = document.querySelector("#memo-recorder");
if (part !== null) {
  part.hidden = false;
  const start = part.querySelector(".memo-start");
  const stop = part.querySelector(".memo-stop");
  const state = part.querySelector(".memo-state");
  const left = part.querySelector(".memo-left");
  const meter = part.querySelector(".memo-meter");
  const news = part.querySelector(".memo-news");
  const longest = Number(part.dataset.longest);
  const type = TYPES.find((one) => globalThis.MediaRecorder?.isTypeSupported(one));
  let memo = null;

  const tell = (words) => (news.textContent = words);

  start.addEventListener("click", async () => {
    if (memo !== null) return;
    memo = {};
    tell("");
    let microphone = null;
    try {
      if (type === undefined) throw new Error("no recorder");
      microphone = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true },
      });
    } catch {
      memo = null;
      tell(part.dataset.refused);
      return;
    }
    try {
      memo = recorded(microphone, await asked(part.dataset.address));
    } catch (error) {
      for (const track of microphone.getTracks()) track.stop();
      memo = null;
      tell(error instanceof TypeError ? part.dataset.waits : error.message);
    }
  });

  stop.addEventListener("click", () => memo?.end?.());

  addEventListener("beforeunload", (event) => {
    if (memo?.unsent?.()) event.preventDefault();
  });
  addEventListener("pagehide", () => memo?.leave?.());

  // Records one memo: gives how to end it, what is not sent yet, and what is done when the page goes.
  function recorded(microphone, { number }) {
    const address = `${part.dataset.address}/${number}`;
    const recorder = new MediaRecorder(microphone, { mimeType: type, audioBitsPerSecond: 32_000 });
    const waiting = [];
    let size = 0;
    let sending = false;
    let over = false;
    let since = 0;
    let seconds = 0;
    let refusedSince = 0;
    const clock = setInterval(tick, 250);

    function tick() {
      if (over) return;
      seconds = Math.min(longest, (performance.now() - since) / 1000);
      const words = part.dataset.left.replace("{seconds}", String(Math.ceil(longest - seconds)));
      if (left.textContent !== words) left.textContent = words;
      meter.value = seconds;
      if (seconds >= longest) end();
    }

    function end() {
      if (over) return;
      seconds = Math.min(longest, (performance.now() - since) / 1000);
      over = true;
      clearInterval(clock);
      recorder.stop();
      for (const track of microphone.getTracks()) track.stop();
      show(false);
    }

    async function send() {
      if (sending) return;
      sending = true;
      try {
        while (waiting.length > 0) {
          const sound = waiting[0];
          await asked(`${address}/sound?at=${size}`, sound);
          size += sound.size;
          waiting.shift();
          refusedSince = 0;
          if (news.textContent === part.dataset.waits) tell("");
        }
        if (over && recorder.state === "inactive" && memo?.last) {
          const kept = await asked(`${address}/end`, new URLSearchParams({ seconds: seconds.toFixed(1) }));
          list(kept);
          finish(part.dataset.saved);
        }
      } catch (error) {
        refusedSince ||= performance.now();
        const hopeless = !(error instanceof TypeError) || performance.now() - refusedSince > GIVE_UP_MS;
        if (hopeless) {
          end();
          waiting.length = 0;
          finish(part.dataset.lost);
        } else {
          tell(part.dataset.waits);
          setTimeout(send, AGAIN_MS);
        }
      } finally {
        sending = false;
      }
    }

    function finish(words) {
      memo = null;
      tell(words);
    }

    recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size > 0) waiting.push(data);
      send();
    });
    recorder.addEventListener("stop", () => {
      if (memo !== null) memo.last = true;
      send();
    });
    recorder.start(SLICE_MS);
    since = performance.now();
    show(true);
    tick();
    stop.focus();
    return {
      end,
      unsent: () => !over || waiting.length > 0,
      leave: () => {
        if (!over) recorder.requestData();
      },
    };
  }

  // Lists a memo that is kept, as the page itself would.
  function list({ number, label, length }) {
    const item = document.querySelector("#memo-template").content.cloneNode(true).firstElementChild;
    item.id = `memo-${number}`;
    for (const place of item.querySelectorAll(".memo-label")) place.textContent = ` ${label}`;
    item.querySelector(".memo-length").textContent = length;
    const player = item.querySelector("audio");
    player.src = `${part.dataset.address}/${number}`;
    player.setAttribute("aria-label", label);
    item.querySelector("form").action = `${part.dataset.address}/${number}/delete`;
    document.querySelector(".memo-list").append(item);
  }

  function show(recording) {
    start.hidden = recording;
    stop.hidden = !recording;
    state.hidden = !recording;
    meter.hidden = !recording;
    part.classList.toggle("recording", recording);
    if (!recording) start.focus();
  }

  // Posts, and gives the answer. A TypeError is a cut connection (or a server that is gone), all else a refusal.
  async function asked(address, body = "") {
    const answer = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json" },
      body,
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.sentence);
    return told;
  }
}
