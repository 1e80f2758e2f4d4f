// Notes are kept while they are written: a moment after the last key, when the field is left, when the page is.
// The form works without this script; a text that could not be kept stays in its field, and is tried again.
const IDLE_MS = 2500;
const AGAIN_MS = 4000;

for (const form of document.querySelectorAll(".after-note")) {
  const field = form.querySelector("textarea");
  const state = form.querySelector(".after-kept");
  if (field.readOnly) continue;
  let kept = field.value;
  let timer = 0;
  let sending = false;

  const tell = (words, failed = false) => {
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("failed", failed);
  };

  const save = async () => {
    clearTimeout(timer);
    const text = field.value;
    if (sending || text === kept) return;
    sending = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ about: form.elements.about.value, text }),
        keepalive: text.length < 10_000,
      });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.sentence);
      kept = text;
      // What was written to the file is shown, codes for names, unless somebody goes on writing.
      if (field.value === text && told.text !== text) field.value = kept = told.text;
      tell(form.dataset.saved);
    } catch (error) {
      tell(error instanceof TypeError ? form.dataset.failed : error.message, true);
      timer = setTimeout(save, AGAIN_MS);
    } finally {
      sending = false;
    }
    if (field.value !== kept && !state.classList.contains("failed")) timer = setTimeout(save, IDLE_MS);
  };

  field.addEventListener("input", () => {
    tell(form.dataset.saving);
    clearTimeout(timer);
    timer = setTimeout(save, IDLE_MS);
  });
  field.addEventListener("blur", save);
  addEventListener("pagehide", save);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value === kept) tell(form.dataset.saved);
    save();
  });
}
