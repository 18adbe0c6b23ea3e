// Everything by keyboard alone: stepping in, opening a thread, writing, sending; and the focus is
// always to be seen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo, smallFeed } from '../lib/demo.mjs';
import { bubbles, eventually, openBrowser, openWindow, screenshot } from '../lib/browser.mjs';

/** Presses of Tab after which a page counts as a trap. */
const TABS_MAX = 60;
let demo;
let browser;
let conversation;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  await demo.importFeed(await smallFeed(2, ['mika']), 'keyboard');
  const { listings } = await demo.api('buyer', 'GET', '/listings?seller=mika&limit=100');
  conversation = await demo.write('buyer', listings[0].external_id, 'Can I see it today?');
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** What has the focus, and whether one sees that it has. */
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const after = getComputedStyle(element, '::after');
  const has = (one) => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2;
  const box = element.getBoundingClientRect();
  return {
    name: (element.labels?.[0]?.textContent ?? element.textContent ?? '').replace(/\s+/g, ' ').trim(),
    tag: element.localName,
    href: element.getAttribute('href'),
    shown: has(style) || has(after),
    inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
});

/** Presses Tab until something matches; every stop on the way must be visible. */
async function tabTo(page, matches, what) {
  for (let presses = 0; presses < TABS_MAX; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (!at) continue;
    assert.ok(at.shown, `the focus is to be seen on ${JSON.stringify(at)}`);
    assert.ok(at.inView, `what has the focus is in view: ${JSON.stringify(at)}`);
    if (matches(at)) return;
  }
  assert.fail(`${what} is not reached with ${TABS_MAX} presses of Tab`);
}

test('a_message_is_read_and_answered_by_keyboard_alone', async () => {
  const { page, faults, close } = await openWindow(browser, demo.url);
  await page.goto('/demo');
  await tabTo(page, (at) => at.tag === 'button' && at.name.includes('Mika Virtanen'), 'the persona');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/conversations');

  // The first stop of a page leads past the navigation.
  await page.keyboard.press('Tab');
  assert.equal((await focused(page)).href, '#main');
  await page.keyboard.press('Enter');
  await tabTo(page, (at) => at.href?.includes(conversation), 'the conversation');
  await screenshot(page, 'keyboard-1-focus-in-the-inbox');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/conversations/${conversation}*`);

  await tabTo(page, (at) => at.tag === 'textarea', 'the text field');
  await page.keyboard.type('Yes, after six.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('The door code is 12.');
  await screenshot(page, 'keyboard-2-writing');
  await page.keyboard.press('Control+Enter');
  await eventually(async () => (await bubbles(page)).at(-1), 'Yes, after six.\nThe door code is 12.', 'the answer');
  assert.deepEqual(faults, []);
  await close();
});

test('no_page_traps_the_focus', async () => {
  const { page, close } = await openWindow(browser, demo.url);
  await page.goto(demo.personas.operator.login_url);
  for (const path of ['/demo', '/listings', `/operator`, '/sign-in', '/demo/mail']) {
    await page.goto(path);
    const stops = [];
    for (let presses = 0; presses < 400; presses += 1) {
      await page.keyboard.press('Tab');
      const at = await focused(page);
      if (at === null) break;
      assert.ok(at.shown, `${path}: the focus is to be seen on ${JSON.stringify(at)}`);
      stops.push(at);
    }
    assert.equal(stops[0].href, '#main', path);
    assert.ok(stops.length < 400, `${path}: the focus comes round`);
  }
  await close();
});
