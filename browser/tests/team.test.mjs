// A shop's team: an administrator invites, a newcomer follows the mail's link in a browser of their
// own, reads what buyers write to the shop, and is removed with the thread open.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { feedOf, startDemo } from '../lib/demo.mjs';
import {
  badge, bubbles, eventually, inboxRows, isSameDocument, markDocument, openBrowser, openWindow,
  overflow, screenshot, stepIn,
} from '../lib/browser.mjs';

/** Milliseconds within which a removed person sees nothing of the shop any more. */
const REMOVED_MS_MAX = 1_000;
const EMAIL = 'uuno@torikulma.example';

let demo;
let browser;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** The link of the newest mail to an address. */
async function linkTo(window, email) {
  let href = null;
  await eventually(async () => {
    await window.page.goto('/demo/mail');
    const text = await window.page.locator('.mail', { hasText: email }).first().innerHTML().catch(() => '');
    href = text.match(/\/team\/join\?token=kt_[0-9a-f]{64}/)?.[0] ?? null;
    return href !== null;
  }, true, 'the mail with the link', 15_000);
  return href;
}

test('a_member_who_is_removed_while_signed_in_sees_nothing_of_the_shop', async () => {
  const shelf = { id: 'team-shelf', title: 'Shelf of birch', description: 'New.', price: '40.00 EUR', seller: 'lamppu' };
  await demo.importFeed(feedOf([shelf]), 'team');
  const thread = await demo.write('buyer', shelf.id, 'Is it still there?');
  const admin = await openWindow(browser, demo.url);
  await stepIn(admin, demo, 'shop_admin');
  await admin.page.getByRole('navigation').getByRole('link', { name: 'Team' }).click();
  await admin.page.waitForURL('**/team');
  await admin.page.getByLabel('E-mail address').fill(EMAIL);
  await admin.page.getByRole('button', { name: 'Send the invitation' }).click();
  await admin.page.getByText('The invitation is on its way.').waitFor();
  await screenshot(admin.page, 'team-1-invited');

  // The newcomer has a browser of their own, and no account.
  const member = await openWindow(browser, demo.url);
  const link = await linkTo(member, EMAIL);
  await member.page.goto(link);
  await member.page.getByLabel('Your name').fill('Uuno Uusi');
  await member.page.getByLabel('Password').fill('a battery of staples');
  await screenshot(member.page, 'team-2-join');
  await member.page.getByRole('button', { name: 'Join' }).click();
  await member.page.waitForURL('**/team');
  assert.equal(await overflow(member.page), 0);
  await member.page.goto(`/conversations/${thread}`);
  assert.deepEqual(await bubbles(member.page), ['Is it still there?']);
  await demo.write('buyer', shelf.id, 'I could come today.');
  await eventually(() => bubbles(member.page), ['Is it still there?', 'I could come today.'], 'the open thread is live');

  // A second window stays at the inbox.
  const inbox = await member.context.newPage();
  await inbox.goto('/conversations');
  assert.ok((await inboxRows(inbox)).length > 0);
  await demo.write('buyer', shelf.id, 'Hello?');
  await eventually(async () => (await inboxRows(inbox))[0].preview, 'Hello?', 'the inbox is live');

  // A word that is half typed is not lost where nothing is lost.
  await admin.page.goto(`/conversations/${thread}`);
  await admin.page.locator('#body').fill('Half a wo');
  await markDocument(admin.page);
  const beside = await admin.context.newPage();
  await beside.goto('/team');
  const row = beside.locator('.row', { hasText: 'Uuno Uusi' });
  await row.getByRole('link', { name: 'Remove' }).click();
  await beside.waitForURL('**/removal');
  await screenshot(beside, 'team-3-question');
  member.pardon(/\/conversations/);
  const removed = Date.now();
  await beside.getByRole('button', { name: 'Remove' }).click();
  await eventually(() => bubbles(member.page), [], 'nothing is left of the thread');
  await eventually(() => inboxRows(inbox), [], 'nothing is left in the inbox');
  const took = Date.now() - removed;
  assert.ok(took < REMOVED_MS_MAX, `it was gone after ${took} ms`);
  assert.equal(await badge(inbox), 0);
  await screenshot(member.page, 'team-4-removed');
  await beside.getByText('The team is changed.').waitFor();
  assert.equal(await isSameDocument(admin.page), true);
  assert.equal(await admin.page.locator('#body').inputValue(), 'Half a wo');

  // The account stays, in no team; nothing new of the shop arrives.
  await demo.write('buyer', shelf.id, 'Are you there?');
  await member.page.goto('/team');
  await member.page.getByText('You are in no shop’s team').or(
    member.page.getByText("You are in no shop's team"),
  ).waitFor();
  await inbox.goto('/conversations');
  assert.deepEqual(await inboxRows(inbox), []);
  // The link was used.
  await member.page.goto(link);
  await member.page.getByText('This invitation has ended').waitFor();
  assert.deepEqual([...admin.faults, ...member.faults], []);
  await Promise.all([admin.close(), member.close()]);
});

test('the_team_page_fits_a_phone_and_works_without_a_script', async () => {
  const window = await openWindow(browser, demo.url, {
    viewport: { width: 390, height: 844 }, javaScriptEnabled: false,
  });
  await stepIn(window, demo, 'shop_admin');
  await window.page.goto('/team');
  const nav = window.page.getByRole('navigation').getByRole('link', { name: 'Team' });
  const box = await nav.boundingBox();
  assert.ok(box.x + box.width <= 390, 'the navigation fits');
  await window.page.getByRole('button', { name: 'Make administrator' }).click();
  await window.page.getByText('The team is changed.').waitFor();
  await screenshot(window.page, 'team-5-phone');
  await window.page.getByRole('link', { name: 'Leave' }).click();
  await window.page.getByRole('button', { name: 'Leave' }).click();
  await window.page.getByText('You have left the team.').waitFor();
  assert.deepEqual(window.faults, []);
  await window.close();
});
