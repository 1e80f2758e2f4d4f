// The page where a device joins: an address that was scanned brings its code behind the `#`, which no
// server log and no preview of a link ever sees; it is sent at once, and only once.
const form = document.querySelector("[data-join]");
const scanned = location.hash.slice(1);

if (/^[\w-]{20,40}$/.test(scanned)) {
  history.replaceState(null, "", location.pathname);
  const typed = form.querySelector("#code");
  typed.required = false;
  form.querySelector("[data-scanned]").value = scanned;
  const entering = form.querySelector("[data-entering]");
  entering.textContent = entering.dataset.entering;
  form.requestSubmit();
}
