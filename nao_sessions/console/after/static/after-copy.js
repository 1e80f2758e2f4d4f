// The handover is copied as it stands in its field, changed or not.
for (const part of document.querySelectorAll(".after-transmission")) {
  const field = part.querySelector("textarea");
  const button = part.querySelector(".after-copy");
  const state = part.querySelector(".after-copied");
  button.hidden = false;
  button.addEventListener("click", async () => {
    state.textContent = "";
    try {
      await navigator.clipboard.writeText(field.value);
      state.textContent = part.dataset.copied;
    } catch {
      field.focus();
      field.select();
      state.textContent = part.dataset.failed;
    }
  });
  field.addEventListener("input", () => (state.textContent = ""));
}
