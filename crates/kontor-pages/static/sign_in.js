// Signs in by the token in the address's fragment, which browsers send to no server: takes it out of
// the address bar, so that no history keeps it, and posts it. Whether it is good the server says.

const form = document.querySelector("[data-sign-in]");

function signIn() {
  const given = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
  const token = given.get("token");
  if (!token) return;
  document.querySelector("[data-explain]").hidden = true;
  document.querySelector("[data-waiting]").hidden = false;
  form.elements.token.value = token;
  form.elements.next.value = given.get("next") ?? "";
  form.submit();
}

signIn();
// A link that is followed while the page is open loads nothing: only the fragment changes.
window.addEventListener("hashchange", signIn);
// Back from the page after it: the token is used, so the page explains instead of waiting.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
