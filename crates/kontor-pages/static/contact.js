// Puts what a card's buttons ask for into the card itself, and counts the calls that are started.
// What lives here: sending, placing, focus. What does not: markup and words, which the server renders;
// without this script each button leads to a page that says the same.

/** Whether a finger points, so that the device can most likely call by itself. */
const device = matchMedia("(pointer: coarse)").matches ? "mobile" : "desktop";

/** The place for an answer, there before it is filled so that screen readers hear of it. */
function placeOf(form) {
  const place = document.createElement("div");
  place.className = "handed-out";
  place.setAttribute("role", "status");
  place.tabIndex = -1;
  form.after(place);
  return place;
}

async function ask(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("device", device);
  body.set("part", "1");
  const answer = await fetch(form.action, { method: "POST", body });
  // Signing in, or a page for those who have no business here: the browser goes there itself.
  if (answer.redirected || answer.status >= 500) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.querySelector("main")) throw new Error("a whole page");
  return [...page.body.childNodes];
}

for (const form of document.querySelectorAll("[data-hand-out]")) {
  const place = placeOf(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      place.replaceChildren(...await ask(form));
      form.hidden = true;
      place.focus();
    } catch {
      form.submit();
    } finally {
      button.disabled = false;
    }
  });
}

// A call counts when it is started. The browser sends this although it turns to the telephone.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-start]");
  if (!link) return;
  const body = new URLSearchParams({ channel: link.dataset.start, device, key: crypto.randomUUID?.() ?? "", part: "1" });
  fetch(`${link.dataset.place}/contacts`, { method: "POST", body, keepalive: true }).catch(() => {});
});
