// The report of a session without a trace goes from the keys to the paper: nothing is sent, nothing is kept.
const typed = document.querySelector("[data-typed]");
const shown = document.querySelector("[data-typed-shown]");
typed.value = ""; // a browser gives back what was typed before a reload
window.addEventListener("beforeunload", (leaving) => {
  if (typed.value) leaving.preventDefault(); // the browser asks before it is lost
});
typed.addEventListener("input", () => (shown.textContent = typed.value));
document.querySelector("[data-print]").addEventListener("click", () => print());
