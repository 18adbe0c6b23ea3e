// Somebody without an account writes about a listing, proves an address by the link in the mail, is
// answered, and comes back later by another link.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo } from '../lib/demo.mjs';
import { bubbles, eventually, openBrowser, openWindow, screenshot, stepIn } from '../lib/browser.mjs';

const EMAIL = 'sanni@post.example';
let demo;
let browser;
let listing;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  const { listings } = await demo.api('buyer', 'GET', '/listings?seller=mika&limit=100');
  [listing] = listings;
  await demo.api('private_seller', 'PUT', '/sellers/mika/contact-settings', { message: {}, email: {} });
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** The links in the demo's caught mail to an address, newest first. */
async function links(window, email) {
  const page = await window.context.newPage();
  await page.goto('/demo/mail');
  const mails = page.locator('.mail', { hasText: email });
  const texts = await mails.locator('pre').allTextContents();
  await page.close();
  return texts.flatMap((text) => text.match(/http:\S+\/guest\/confirm\?token=\S+/) ?? []);
}

async function fill(page, { name, email, body }) {
  await page.locator('#name').fill(name);
  await page.locator('#email').fill(email);
  await page.locator('#body').fill(body);
  await page.locator('#consent').check();
  await page.locator('[data-composer] button[type=submit]').click();
}

for (const javaScriptEnabled of [true, false]) {
  const email = javaScriptEnabled ? EMAIL : `plain.${EMAIL}`;
  test(`a_guest_proves_an_address_and_writes_${javaScriptEnabled ? 'with' : 'without'}_scripts`, async () => {
    const guest = await openWindow(browser, demo.url, {
      javaScriptEnabled, viewport: { width: 390, height: 844 },
    });
    const seller = await openWindow(browser, demo.url);
    const { page } = guest;
    await page.goto(`/listings/${listing.external_id}?via=form`);
    await page.locator('#subject').fill('Bell');
    await screenshot(page, `guest-1-listing-${javaScriptEnabled}`);
    await fill(page, { name: 'Sanni', email, body: 'Does the bell ring?' });
    await page.waitForURL('**/guest/link');
    assert.match(await page.locator('main').innerText(), new RegExp(email));
    await screenshot(page, `guest-2-sent-${javaScriptEnabled}`);

    await eventually(async () => (await links(guest, email)).length, 1, 'the mail with the link', 15_000);
    const [link] = await links(guest, email);
    await page.goto(link);
    assert.match(await page.locator('main').innerText(), /Does the bell ring\?/);
    await screenshot(page, `guest-3-confirm-${javaScriptEnabled}`);
    await page.locator('main form button').click();
    await page.waitForURL('**/conversations/*');
    assert.match((await bubbles(page))[0], /Bell\s+Does the bell ring\?/);
    const conversation = new URL(page.url()).pathname;

    await stepIn(seller, demo, 'private_seller');
    await seller.page.goto(conversation);
    assert.equal(await seller.page.locator('h1').innerText(), 'Sanni');
    assert.doesNotMatch(await seller.page.content(), new RegExp(email));
    await seller.page.locator('#body').fill('Loud and clear.');
    await seller.page.locator('[data-composer] button[type=submit]').click();
    await eventually(async () => (await bubbles(seller.page)).length, 2, 'the answer');

    // The link is used up; the guest leaves and comes back by another one.
    await page.goto('/account');
    assert.match(await page.locator('main').innerText(), new RegExp(email));
    await page.locator('.top-caller form button').click();
    guest.pardon(/guest\/confirm/);
    await page.goto(link);
    assert.equal(await page.locator('[role=alert]').count(), 1);
    await page.goto('/sign-in');
    await page.locator('main a[href="/guest/link"]').click();
    await page.locator('#email').fill(email);
    await page.locator('main form button').click();
    await eventually(async () => (await links(guest, email)).length, 2, 'the second link', 15_000);
    const fresh = (await links(guest, email)).find((one) => one !== link);
    await page.goto(fresh);
    await screenshot(page, `guest-4-back-${javaScriptEnabled}`);
    await page.locator('main form button').click();
    await page.waitForURL('**/conversations');
    await page.locator('.row-link').first().click();
    await page.waitForURL((url) => url.pathname === conversation);
    assert.equal((await bubbles(page)).at(-1), 'Loud and clear.');

    for (const window of [guest, seller]) {
      assert.deepEqual(window.faults, []);
      await window.close();
    }
  });
}

test('a_message_that_lacks_something_is_kept_and_says_what', async () => {
  const window = await openWindow(browser, demo.url, { javaScriptEnabled: false });
  const { page } = window;
  window.pardon(/guest\/link/);
  await page.goto(`/listings/${listing.external_id}`);
  await page.locator('#name').fill('\u200b');
  await page.locator('#email').fill(EMAIL);
  await page.locator('#body').fill('Kept?');
  await page.locator('#consent').check();
  await page.locator('[data-composer] button[type=submit]').click();
  await page.locator('[role=alert] a[href="#name"]').waitFor();
  assert.equal(await page.locator('#body').inputValue(), 'Kept?');
  assert.equal(await page.locator('#email').inputValue(), EMAIL);
  assert.equal(await page.locator('#consent').isChecked(), true);
  await screenshot(page, 'guest-5-refused');
  assert.deepEqual(window.faults, []);
  await window.close();
});
