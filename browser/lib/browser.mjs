// Chromium for the tests: opening it, watching a page for faults, and what many tests look for.
// Starting the server is the affair of demo.mjs.
import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ARTEFACTS = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'artefacts');
/** Milliseconds within which something live must be seen; far above what it takes. */
export const LIVE_MS_MAX = 5_000;
/** Milliseconds for anything else: a debug build on a busy machine. */
const WAIT_MS_MAX = 15_000;

const ARGUMENTS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--force-color-profile=srgb', '--hide-scrollbars',
];

/** The Chromium of the system: the tests never download one. */
function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  const found = process.env.KONTOR_CHROMIUM;
  if (found) return found;
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of names) {
      const candidate = path.join(folder, name);
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch { /* the next one */ }
    }
  }
  throw new Error('no Chromium on the PATH: install the package chromium, or set KONTOR_CHROMIUM');
}

export function openBrowser() {
  return chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
}

/**
 * A window of its own: cookies and storage apart from every other one. Whatever goes wrong in it is
 * kept in `faults`: errors of scripts, violated policies, requests to another origin.
 */
export async function openWindow(browser, url, options = {}) {
  const context = await browser.newContext({
    baseURL: url, viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options,
  });
  context.setDefaultTimeout(WAIT_MS_MAX);
  const faults = [];
  const allowed = new URL(url).origin;
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== allowed) {
      faults.push(`request to another origin: ${request.url()}`);
    }
  });
  context.on('page', (page) => {
    page.on('pageerror', (error) => {
      // A busy browser leaves out the animation between two pages, and says so as if a script had failed.
      if (/^Transition was (aborted|skipped)/.test(error.message)) return;
      faults.push(`script error on ${page.url()}: ${error.message}`);
    });
    page.on('dialog', (dialog) => {
      faults.push(`a dialog opened on ${page.url()}: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      // The browser itself says so of a page that answers 404 or while the network is away.
      const about = message.location().url;
      if (message.text().startsWith('Failed to load resource') && expected(about)) return;
      faults.push(`console on ${page.url()}: ${message.text()}`);
    });
  });
  const pardoned = [];
  const expected = (about) => pardoned.some((pattern) => pattern.test(about));
  const page = await context.newPage();
  return {
    context,
    page,
    faults,
    /** From now on, failing to load what matches is no fault. */
    pardon: (pattern) => { pardoned.push(pattern); },
    close: () => context.close(),
  };
}

export async function stepIn(window, demo, persona) {
  await window.page.goto(demo.personas[persona].login_url);
}

/** Marks the document, so that a later reload shows. */
export const markDocument = (page) => page.evaluate(() => { window.sameDocument = true; });
export const isSameDocument = (page) => page.evaluate(() => window.sameDocument === true);

/** Waits until `look` gives what is wanted; says what it gave last otherwise. */
export async function eventually(look, wanted, what, ms = LIVE_MS_MAX) {
  const until = Date.now() + ms;
  let last;
  do {
    // A page that is just being left cannot be looked at; the next one can.
    last = await look().catch((error) => {
      if (/context was destroyed|navigat/.test(error.message)) return undefined;
      throw error;
    });
    if (JSON.stringify(last) === JSON.stringify(wanted)) return;
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  } while (Date.now() < until);
  assert.deepEqual(last, wanted, `${what}, within ${ms} ms`);
}

/** The texts of a thread, in order. */
export const bubbles = (page) => page.locator('.entries .bubble').allInnerTexts();

/** The numbers of a thread's entries, in order: gaps and doubles show here. */
export const numbers = (page) => page.locator('[data-entries] > [data-seq]')
  .evaluateAll((all) => all.map((one) => Number(one.dataset.seq)));

/** The number on the badge of the navigation; 0 where it is not shown. */
export async function badge(page) {
  const shown = page.locator('[data-unread]:not([hidden]) [data-unread-count]');
  return (await shown.count()) === 0 ? 0 : Number(await shown.innerText());
}

/** The rows of an open inbox: who, the text's beginning, the unread number. */
export const inboxRows = (page) => page.locator('[data-inbox] .row').evaluateAll((rows) => rows.map((row) => ({
  name: row.querySelector('.row-name').textContent,
  preview: row.querySelector('.row-preview').textContent,
  unread: Number(row.querySelector('.badge')?.firstChild.textContent ?? 0),
})));

/** A picture of the whole page for people to look at; of one that has no end, only its beginning. */
export async function screenshot(page, name, { fullPage = true } = {}) {
  await mkdir(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: path.join(ARTEFACTS, `${name}.png`), fullPage });
}

/** How many pixels a page is wider than its window; 0 is right. */
export const overflow = (page) => page.evaluate(() => {
  const root = document.documentElement;
  return root.scrollWidth - root.clientWidth;
});
