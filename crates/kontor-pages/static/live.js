// Keeps an open thread or inbox up to date: asks the server for what is new when it says so.
// What lives here: listening, fetching, adding. What does not: markup, which the server renders.

const thread = document.querySelector("[data-conversation]");
const inbox = document.querySelector("[data-inbox]");
const place = thread ?? inbox;

/** Milliseconds before what failed is tried again; doubled each time up to the second. */
const RETRY_MS = 1_000;
const RETRY_MS_MAX = 30_000;
/** Entries that the server gives at once. */
const ENTRIES_AT_ONCE = 100;

/**
 * Runs a task, and once more if it was asked for meanwhile: never twice at a time. What failed is
 * tried again, since the stream may live on and never say so a second time.
 */
function oneAtATime(task) {
  let running = false;
  let again = false;
  let wait = 0;
  let timer;
  const run = async () => {
    again = true;
    clearTimeout(timer);
    if (running) return;
    running = true;
    let failed = false;
    while (again) {
      again = false;
      failed = await task().then(() => false, () => true);
    }
    running = false;
    wait = failed ? Math.min(Math.max(wait * 2, RETRY_MS), RETRY_MS_MAX) : 0;
    if (failed) timer = setTimeout(run, wait);
  };
  return run;
}

/** Asks the server; an answer of trouble is thrown, one that says "not for you" is none. */
async function ask(...request) {
  const answer = await fetch(...request);
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  return answer.ok ? answer : null;
}

function seen(seq) {
  return Number(seq) <= Number(thread.dataset.seq);
}

/** Says what came in, politely, to those who do not see it. */
function announce(items) {
  const words = items.map((item) => item.textContent.replace(/\s+/g, " ").trim());
  thread.querySelector("[data-announce]").textContent = words.join(" ").slice(0, 500);
}

/** Shows the parts that belong to the conversation's state. */
function showState(state) {
  for (const part of document.querySelectorAll("[data-when]")) {
    part.hidden = part.dataset.when !== state;
  }
}

function isAtEnd() {
  const left = document.documentElement.scrollHeight - window.scrollY - window.innerHeight;
  return left < 200;
}

const fetchEntries = oneAtATime(async () => {
  const path = `/conversations/${thread.dataset.conversation}`;
  const answer = await ask(`${path}/entries?after=${thread.dataset.seq}`);
  if (!answer) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const items = [...page.querySelectorAll("[data-seq]")].filter((item) => !seen(item.dataset.seq));
  if (items.length > 0) {
    const follow = isAtEnd();
    for (const item of items) item.classList.add("new");
    thread.querySelector("[data-entries]").append(...items);
    const last = items.at(-1);
    thread.dataset.seq = last.dataset.seq;
    showState(last.dataset.state);
    announce(items.filter((item) => !item.classList.contains("own")));
    if (follow) last.scrollIntoView({ block: "nearest" });
    if (items.length >= ENTRIES_AT_ONCE) fetchEntries();
  }
  await markRead();
});

let read = 0;

/** Tells the server how far the thread was read, once somebody can have read it. */
async function markRead() {
  const seq = thread.dataset.seq;
  if (document.hidden || Number(seq) <= read) return;
  const body = new URLSearchParams({ seq });
  const answer = await ask(`/conversations/${thread.dataset.conversation}/read`, { method: "POST", body });
  if (answer) read = Number(seq);
}

const fetchInbox = oneAtATime(async () => {
  const answer = await ask(location.href);
  if (!answer) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const unread = page.querySelector("[data-unread]");
  if (unread) document.querySelector("[data-unread]")?.replaceWith(unread);
  const fresh = page.querySelector("[data-inbox]");
  if (fresh && fresh.innerHTML !== inbox.innerHTML) {
    const focused = document.activeElement?.getAttribute?.("href");
    inbox.replaceChildren(...fresh.childNodes);
    if (focused) inbox.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }
});

/** Shows in the navigation how many conversations hold something unread. */
function showUnread(count) {
  if (typeof count !== "number") return;
  const badge = document.querySelector("[data-unread]");
  if (!badge) return;
  badge.hidden = count < 1;
  badge.querySelector("[data-unread-count]").textContent = String(count);
}

const refresh = thread ? fetchEntries : fetchInbox;

if (place) {
  const stream = new EventSource(place.dataset.stream);
  // The stream begins after the page was rendered: what came in between is fetched once.
  for (const name of ["ready", "resync"]) stream.addEventListener(name, refresh);
  for (const name of ["conversation", "read"]) {
    stream.addEventListener(name, (event) => {
      const change = JSON.parse(event.data);
      showUnread(change.unread_conversations);
      const here = name === "conversation" && change.conversation === thread?.dataset.conversation;
      if (inbox || here) refresh();
    });
  }
  // What one may see changed. The inbox is loaded anew, with its number in the navigation; a thread only
  // where it is no longer shown, so that nobody loses what was typed.
  stream.addEventListener("rights", async () => {
    const stays = thread && await ask(location.href).catch(() => true);
    if (stays) refresh();
    else location.reload();
  });
  window.addEventListener("online", refresh);
  document.addEventListener("visibilitychange", () => !document.hidden && refresh());
  window.addEventListener("pagehide", () => stream.close());
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}
