// The main job, as two people see it: a feed comes in, a buyer writes, the seller sees it at once
// and answers, the buyer sees the answer at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { smallFeed, startDemo } from '../lib/demo.mjs';
import { openNetwork } from '../lib/network.mjs';
import {
  badge, bubbles, eventually, inboxRows, isSameDocument, markDocument, numbers, openBrowser,
  openWindow, screenshot, stepIn,
} from '../lib/browser.mjs';

let demo;
let browser;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const send = async (page, text) => {
  await page.locator('#body').fill(text);
  await page.locator('[data-composer] button[type=submit]').click();
};

const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

test('a_message_and_its_answer_are_seen_live_in_two_windows', async () => {
  const run = await demo.importFeed(await smallFeed(5, ['mika']), 'journey');
  assert.deepEqual([run.state, run.rows_done, run.created, run.refused], ['done', 5, 5, 0]);
  const { listings } = await demo.api('buyer', 'GET', '/listings?seller=mika&limit=100');
  const listing = listings.find((one) => /^(en|small)-/.test(one.external_id));

  const buyer = await openWindow(browser, demo.url);
  const seller = await openWindow(browser, demo.url);
  await stepIn(seller, demo, 'private_seller');
  await seller.page.waitForURL('**/conversations');
  const before = await inboxRows(seller.page);
  const unreadBefore = await badge(seller.page);
  await markDocument(seller.page);

  // The buyer finds the listing in the list and writes about it.
  await stepIn(buyer, demo, 'buyer');
  await buyer.page.waitForURL('**/listings');
  await eventually(async () => {
    await buyer.page.locator('#q').fill(listing.title);
    await buyer.page.getByRole('search').getByRole('button').click();
    return buyer.page.locator('.card-title', { hasText: listing.title }).first().isVisible();
  }, true, 'the imported listing is found by its title');
  await buyer.page.locator('.card-title a', { hasText: listing.title }).first().click();
  await buyer.page.waitForURL(`**/listings/${listing.external_id}`);
  await send(buyer.page, 'Is it still available?');
  await buyer.page.waitForURL('**/conversations/*');
  assert.deepEqual(await bubbles(buyer.page), ['Is it still available?']);

  // The seller's open inbox shows it, without a reload.
  const first = { name: 'Aino Korhonen', preview: 'Is it still available?', unread: 1 };
  await eventually(() => inboxRows(seller.page), [first, ...before], 'the row in the open inbox');
  await eventually(() => badge(seller.page), unreadBefore + 1, 'the badge of the navigation');
  assert.equal(await isSameDocument(seller.page), true, 'the inbox was not loaded again');
  await screenshot(seller.page, 'journey-1-inbox-of-the-seller');

  // A second window of the seller stays at the inbox.
  const beside = await seller.context.newPage();
  await beside.goto('/conversations');
  await seller.page.locator('[data-inbox] .row-link').first().click();
  await seller.page.waitForURL('**/conversations/*');
  await markDocument(seller.page);
  assert.equal(await badge(seller.page), unreadBefore, 'opening a thread reads it');
  await eventually(() => badge(beside), unreadBefore, 'the badge of the other window');
  await eventually(async () => (await inboxRows(beside))[0].unread, 0, 'the row of the other window');

  // Both threads are open; the buyer writes on, the seller answers.
  await send(buyer.page, 'I could come on Saturday.');
  await eventually(
    () => bubbles(seller.page), ['Is it still available?', 'I could come on Saturday.'], 'the open thread of the seller',
  );
  assert.equal(await isSameDocument(seller.page), true, 'the thread was not loaded again');
  assert.equal(await badge(seller.page), unreadBefore, 'what is read as it comes is not unread');

  await buyer.page.waitForLoadState('load');
  await markDocument(buyer.page);
  const unreadOfBuyer = await badge(buyer.page);
  await send(seller.page, 'Yes, Saturday is fine.');
  const all = ['Is it still available?', 'I could come on Saturday.', 'Yes, Saturday is fine.'];
  const sent = Date.now();
  await eventually(() => bubbles(buyer.page), all, 'the open thread of the buyer');
  const took = Date.now() - sent;
  assert.equal(await isSameDocument(buyer.page), true, 'the thread was not loaded again');
  assert.equal(await badge(buyer.page), unreadOfBuyer, 'what is read as it comes is not unread');
  await eventually(() => bubbles(seller.page), all, 'the thread of the seller');
  assert.ok(took < 2_000, `the answer was seen after ${took} ms`);
  await screenshot(buyer.page, 'journey-2-thread-of-the-buyer');
  await screenshot(seller.page, 'journey-2-thread-of-the-seller');
  assert.deepEqual([...buyer.faults, ...seller.faults], []);
  await Promise.all([buyer.close(), seller.close()]);
});

/** A thread and the inbox of the buyer, open side by side behind a network that can be cut. */
async function watch(number) {
  await demo.importFeed(await smallFeed(5, ['mika']), 'journey');
  const { listings } = await demo.api('buyer', 'GET', '/listings?seller=mika&limit=100');
  const id = await demo.write('buyer', listings.at(number).external_id, 'Number 1');
  const [before] = (await demo.api('buyer', 'GET', `/conversations/${id}/entries?limit=100`)).entries.slice(-1);
  const network = await openNetwork(demo.url);
  const window = await openWindow(browser, network.url);
  const thread = window.page;
  await thread.goto('/demo/as/buyer');
  const inbox = await window.context.newPage();
  await inbox.goto('/conversations');
  await thread.goto(`/conversations/${id}`);
  const unread = await badge(thread);
  await Promise.all([markDocument(thread), markDocument(inbox)]);
  const first = before.seq;
  const write = async (from, to) => {
    for (let seq = from; seq <= to; seq += 1) await demo.answer('private_seller', id, `Number ${seq}`);
  };
  const check = async (last) => {
    await eventually(() => numbers(thread), upTo(first + last), 'everything once, in order', 15_000);
    const text = `Number ${last}`;
    const rows = async () => (await inboxRows(inbox)).filter((row) => row.preview === text).map((row) => row.unread);
    await eventually(rows, [0], 'the row of the open inbox', 15_000);
    await eventually(() => badge(inbox), unread, 'read in the thread, so not unread in the inbox');
    assert.equal(await isSameDocument(thread), true, 'the thread was not loaded again');
    assert.equal(await isSameDocument(inbox), true, 'the inbox was not loaded again');
  };
  const close = async () => {
    await window.close();
    await network.close();
  };
  return { ...window, thread, network, first, write, check, close };
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

test('nothing_is_missed_or_doubled_when_the_connection_breaks', async () => {
  const { thread, network, first, write, check, close, pardon, faults } = await watch(-1);
  await write(1, 3);
  await check(3);
  pardon(/./);
  network.cut();
  await write(4, 6);
  // Long enough for the browser to try again in vain.
  await pause(3_000);
  assert.deepEqual(await numbers(thread), upTo(first + 3), 'nothing comes while the network is away');
  network.mend();
  // What is written while the stream finds its way back must not be doubled either.
  await write(7, 9);
  await check(9);
  await write(10, 10);
  await check(10);
  assert.deepEqual(faults, []);
  await close();
});

test('a_long_absence_is_made_good_in_full', async () => {
  const { network, write, check, close, pardon } = await watch(0);
  pardon(/./);
  network.cut();
  // More than two pages of entries.
  await write(1, 230);
  network.mend();
  await check(230);
  await close();
});

test('a_fetch_that_failed_is_made_good_though_the_stream_lives', async () => {
  const { context, write, check, close, pardon } = await watch(1);
  pardon(/./);
  await write(1, 1);
  await check(1);
  await context.setOffline(true);
  await write(2, 4);
  await pause(500);
  await context.setOffline(false);
  await check(4);
  await close();
});

test('two_people_of_one_shop_see_the_same_messages', async () => {
  const feed = await smallFeed(3, ['lamppu']);
  await demo.importFeed(feed, 'shop');
  // By default a shop has its messages whole by mail, and then they are not unread here.
  await demo.api('shop_admin', 'PUT', '/sellers/lamppu/delivery', { choice: 'inbox' });
  const { listings } = await demo.api('buyer', 'GET', '/listings?seller=lamppu&limit=100');
  const windows = await Promise.all(['shop_admin', 'shop_member'].map(async (persona) => {
    const window = await openWindow(browser, demo.url);
    await stepIn(window, demo, persona);
    await window.page.waitForURL('**/conversations');
    return window;
  }));
  const unread = await Promise.all(windows.map((window) => badge(window.page)));
  const text = `Do you deliver? ${Date.now()}`;
  await demo.write('buyer', listings[0].external_id, text);
  for (const [index, { page, faults }] of windows.entries()) {
    await eventually(async () => (await inboxRows(page))[0]?.preview, text, 'the row of the shop');
    await eventually(() => badge(page), unread[index] + 1, 'the badge of the shop');
    assert.deepEqual(faults, []);
  }
  await Promise.all(windows.map((window) => window.close()));
});
