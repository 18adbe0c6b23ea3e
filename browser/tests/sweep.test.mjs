// Every page of the demo, on a phone and on a desk, in light and in dark, in five languages: nothing
// that axe finds, no scrolling sideways, no jump while loading, nothing on the console, nothing from
// elsewhere, not too heavy. Pictures of all of them go to artefacts/.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { feedOf, smallFeed, startDemo } from '../lib/demo.mjs';
import { openBrowser, openWindow, overflow, screenshot } from '../lib/browser.mjs';

const LANGUAGES = ['en', 'fi', 'sk', 'et', 'pt'];
const WIDTHS = { 390: { width: 390, height: 844 }, 1280: { width: 1280, height: 800 } };
const THEMES = ['light', 'dark'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Bytes of a page and all it loads, as sent. */
const PAGE_BYTES_MAX = 60 * 1024;
/** Cumulative layout shift; what is below is not seen. */
const SHIFT_MAX = 0.01;

/** Milliseconds for all pages in one language, on a busy machine. */
const SWEEP_MS_MAX = 300_000;

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let demo;
let browser;
/** The pages: name, who looks, path or a function that goes there, expected status. */
let pages;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  await demo.importFeed(await smallFeed(40, ['mika', 'lamppu']), 'sweep');
  const bad = Array.from({ length: 12 }, (_, index) => ({
    id: `bad-${index}`, title: index % 2 ? '' : 'Fine', price: index % 3 ? 'a lot' : '1.00 EUR',
    link: 'https://market.example/bad', seller: index % 4 ? 'mika' : 'nobody',
  }));
  const run = await demo.importFeed(feedOf(bad), 'sweep-refused');
  assert.ok(run.refused > 0, 'the import page has refused rows to show');
  const { listings } = await demo.api('buyer', 'GET', '/listings?seller=mika&limit=100');
  const [listing, other] = listings.filter((one) => one.description.length > 100);
  const open = await demo.write('buyer', listing.external_id, 'Is it still available? I could come by on Saturday.');
  await demo.answer('private_seller', open, 'Yes, it is.\n\nSaturday after ten is fine. Ring twice.');
  await demo.answer('buyer', open, 'See you then!');
  const closed = await demo.write('buyer', other.external_id, 'And this one?');
  await demo.answer('private_seller', closed, 'Sold, sorry.');
  await demo.api('private_seller', 'POST', `/conversations/${closed}/closure`);
  const wrong = async (page) => {
    await page.goto('/sign-in');
    await page.locator('#email').fill('somebody@market.example');
    await page.locator('#password').fill('not the password');
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.locator('main form button[type=submit]').click();
    const response = await answer;
    await page.waitForLoadState('load');
    return response;
  };
  // By the script of the page, as a link from the marketplace leads there.
  const refused = async (page) => {
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.goto('/sign-in/with#token=e30.e30.AA');
    const response = await answer;
    await page.waitForLoadState('load');
    return response;
  };
  const switched = async (page) => {
    await page.goto('/demo');
    const answer = page.waitForResponse((response) => response.url().endsWith('/sign-in/token'));
    await page.locator('form[action="/demo/marketplace/buyer"] button').click();
    const response = await answer;
    await page.waitForLoadState('load');
    return response;
  };
  pages = [
    { name: 'demo', path: '/demo' },
    { name: 'listings', path: '/listings' },
    { name: 'listings-none', path: '/listings?q=zzzznothing' },
    { name: 'listing-signed-out', path: `/listings/${listing.external_id}` },
    { name: 'listing', who: 'buyer', path: `/listings/${listings.at(-1).external_id}` },
    { name: 'listing-own', who: 'private_seller', path: `/listings/${listing.external_id}` },
    { name: 'seller', who: 'buyer', path: '/sellers/lamppu' },
    { name: 'contact-settings', who: 'private_seller', path: '/contact' },
    { name: 'contact-settings-shop', who: 'shop_admin', path: '/contact' },
    { name: 'contact-settings-member', who: 'shop_member', path: '/contact' },
    { name: 'contact-listing', who: 'private_seller', path: `/contact/listings/${listing.external_id}` },
    { name: 'contact-preview', who: 'private_seller', path: '/contact/preview?as=registered' },
    { name: 'contact-callbacks', who: 'private_seller', path: '/contact/callbacks' },
    { name: 'contact-trader', who: 'shop_admin', path: '/contact/trader' },
    { name: 'inbox', who: 'private_seller', path: '/conversations' },
    { name: 'inbox-empty', who: 'agent', path: '/conversations' },
    { name: 'thread', who: 'buyer', path: `/conversations/${open}` },
    { name: 'thread-closed', who: 'private_seller', path: `/conversations/${closed}` },
    { name: 'password-forgotten', path: '/password/forgotten' },
    { name: 'password-new', path: '/password/new?token=kt_0' },
    { name: 'account', who: 'private_seller', path: '/account' },
    { name: 'guest-link', path: '/guest/link' },
    { name: 'guest-confirm', path: '/guest/confirm?token=kt_0', status: 422 },
    { name: 'listing-form-signed-out', path: `/listings/${listing.external_id}?via=form` },
    { name: 'sign-in', path: '/sign-in' },
    { name: 'sign-in-wrong', go: wrong, status: 401 },
    { name: 'sign-in-with', path: '/sign-in/with' },
    { name: 'sign-in-refused', go: refused, status: 401 },
    { name: 'sign-in-switch', who: 'private_seller', go: switched },
    { name: 'not-found', path: '/nowhere', status: 404 },
    { name: 'operator', who: 'operator', path: '/operator' },
    { name: 'import', who: 'operator', path: `/operator/imports/${run.id}` },
    { name: 'demo-mail', path: '/demo/mail' },
    { name: 'api-docs', path: '/api/docs', long: true },
  ];
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** What axe finds, one line each. */
async function barriers(page) {
  // Evaluated from outside, so the page's own policy stays in force.
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => window.axe.run(document, {
    runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
  }), TAGS);
  return violations.map(({ id, help, nodes }) => (
    `${id}: ${help}: ${nodes.slice(0, 3).map((node) => `${node.target} (${node.any[0]?.message ?? ''})`).join(' | ')}`
  ));
}

/** Runs in the page from its start: what jumps while it loads. */
function noteShifts() {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** The bytes of everything a page needs, its first answer included. */
async function weight(requests) {
  const sizes = await Promise.all(requests.map(async (request) => {
    const answer = await request.response().catch(() => null);
    if (!answer || /events\/stream/.test(request.url())) return 0;
    const { responseBodySize } = await request.sizes().catch(() => ({ responseBodySize: 0 }));
    return responseBodySize;
  }));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sweepPage(window, language, { name, path, go, status = 200, long = false }, faults) {
  const { page } = window;
  const say = (what) => faults.push(`${name} (${language}): ${what}`);
  if (status !== 200) window.pardon({ test: (about) => about.includes(path ?? '/sign-in') });
  const requests = [];
  const note = (request) => requests.push(request);
  page.on('request', note);
  const answer = go ? await go(page) : await page.goto(path);
  if (answer.status() !== status) say(`answered ${answer.status()}`);
  await page.waitForLoadState('load');
  page.off('request', note);
  const bytes = await weight(requests);
  if (!go && bytes > PAGE_BYTES_MAX) say(`weighs ${bytes} bytes`);
  const shift = await page.evaluate(() => window.shift);
  if (shift > SHIFT_MAX) say(`shifts by ${shift.toFixed(3)} while it loads`);
  const [lang] = (await page.locator('html').getAttribute('lang')).split('-');
  if (lang !== language) say('is in another language');
  if (await page.locator('h1').count() !== 1) say('has not exactly one h1');
  if (!(await page.title()).trim()) say('has no title');
  // A message of Fluent that is missing shows its key.
  const text = await page.locator('body').innerText();
  const keys = text.match(/\b(?:conversation|listing|layout|operator|demo|error|sign-in|api)-[a-z]+(?:-[a-z]+)+\b/g);
  if (keys) say(`shows keys of texts: ${[...new Set(keys)].join(', ')}`);
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    await page.setViewportSize(viewport);
    const wide = await overflow(page);
    if (wide > 0) say(`is ${wide} px too wide at ${width} px`);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      const first = width === '390' && theme === 'light';
      const axed = language === 'en' || (first && !long);
      const pictured = language === 'en' || first || (width === '1280' && theme === 'dark');
      for (const barrier of axed ? await barriers(page) : []) say(`${width} px, ${theme}: ${barrier}`);
      if (pictured) {
        await screenshot(page, `sweep-${name}-${language}-${width}-${theme}`, { fullPage: !long });
      }
    }
  }
}

for (const language of LANGUAGES) {
  test(`sweep_of_all_pages_in_${language}`, { timeout: SWEEP_MS_MAX }, async () => {
    const faults = [];
    const windows = new Map();
    for (const entry of pages) {
      const { who = 'nobody' } = entry;
      if (!windows.has(who)) {
        const window = await openWindow(browser, demo.url, { viewport: WIDTHS[1280] });
        await window.context.addInitScript(noteShifts);
        if (who !== 'nobody') await window.page.goto(demo.personas[who].login_url);
        // The first page with it sets the language for those that follow.
        await window.page.goto(`/listings?lang=${language}`);
        windows.set(who, window);
      }
      const window = windows.get(who);
      // Loaded at one width in this language and at the other in the next.
      await window.page.setViewportSize(WIDTHS[language === 'fi' || language === 'et' ? 390 : 1280]);
      await sweepPage(window, language, entry, faults);
    }
    for (const window of windows.values()) {
      faults.push(...window.faults);
      await window.close();
    }
    assert.deepEqual(faults, []);
  });
}
