// How a seller is reached: hours set with a finger, a call-back asked for outside of them, what who is
// outside the audience is told, and a number that comes into the card itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo } from '../lib/demo.mjs';
import { openBrowser, openWindow, overflow, screenshot, stepIn } from '../lib/browser.mjs';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DAYS = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
/** The demo's private seller has proven this number. */
const NUMBER = '+358401234567';
const LISTING = '/listings/fi-0029';

let demo;
let browser;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Three days ahead in the seller's zone: as a date, and as the grid names the day. */
function later() {
  const at = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000);
  const date = at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Helsinki' });
  return { date, day: DAYS[new Date(`${date}T12:00Z`).getUTCDay()] };
}

const settings = (body) => demo.api('private_seller', 'PUT', '/sellers/mika/contact-settings', body);
const phone = (more) => ({ phone: { number: NUMBER, call: true, sms: true, ...more } });

test('a_seller_sets_hours_with_a_finger_and_sees_what_buyers_see', async () => {
  const { date, day } = later();
  const { page, faults, close } = await openWindow(browser, demo.url, PHONE);
  await stepIn({ page }, demo, 'private_seller');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Contact' }).click();
  await page.waitForURL('**/contact');
  await page.getByLabel('In these hours').check();
  await page.locator('[id="phone.alike"]').uncheck();
  for (const one of DAYS) await page.locator(`[id="${one}.open"]`).setChecked(one === day);
  const window = page.locator(`[id="${day}.1.from"]`);
  await window.fill('09:00');
  await page.locator(`[id="${day}.1.to"]`).fill('17:30');
  await page.locator(`[id="${day}.2.from"]`).evaluate((field) => { field.closest('details').open = true; });
  await page.locator(`[id="${day}.2.from"]`).fill('18:00');
  await page.locator(`[id="${day}.2.to"]`).fill('19:00');
  await page.locator('[id="phone.holidays"]').selectOption('usual');
  const shut = page.locator(`.day:has([id="${day === 'su' ? 'mo' : 'su'}.open"]) .day-windows`);
  assert.equal(await shut.isVisible(), false, 'a closed day shows no hours');
  const small = await page.evaluate(() => [...document.querySelectorAll('.week :is(input, summary, select, .choice)')]
    .filter((one) => one.checkVisibility() && !one.matches('[type=checkbox]'))
    .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML));
  assert.deepEqual(small, [], 'a finger needs 44 px');
  await screenshot(page, 'contact-1-hours-on-a-phone');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your contact settings are saved.').waitFor();
  assert.ok(await page.getByText(/Closed now\. Opens .* at 9:00\./).isVisible());
  assert.equal(await overflow(page), 0);

  await page.getByRole('link', { name: 'Preview' }).click();
  assert.ok(await page.getByText(/You can call again .* at 9:00\./).isVisible());
  await page.getByLabel('When').fill(`${date}T18:30`);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByText(/Can be reached until today at 19:00\./).waitFor();
  assert.ok(await page.getByRole('button', { name: 'Show number' }).isDisabled(), 'a preview is only looked at');
  await screenshot(page, 'contact-2-preview');
  assert.deepEqual(faults, []);
  await close();
});

test('outside_the_hours_a_buyer_asks_for_a_call_and_the_seller_sees_it', async () => {
  await settings(phone({ hours: `${later().day.replace(/^./, (c) => c.toUpperCase())} 09:00-17:00` }));
  const buyer = await openWindow(browser, demo.url, PHONE);
  await stepIn(buyer, demo, 'buyer');
  await buyer.page.goto(LISTING);
  assert.ok(await buyer.page.getByText(/You can call again .* at 9:00\./).isVisible());
  assert.equal(await buyer.page.getByRole('button', { name: 'Show number' }).count(), 0);
  await buyer.page.getByRole('link', { name: 'Ask to be called back' }).click();
  await buyer.page.getByLabel('Your phone number').fill('12');
  await buyer.page.getByLabel('What is it about?').fill('The tow bar. After six, please.');
  buyer.pardon(/\/contacts$/);
  await buyer.page.getByRole('button', { name: 'Ask to be called back' }).click();
  await buyer.page.getByRole('alert').waitFor();
  assert.equal(await buyer.page.getByLabel('What is it about?').inputValue(), 'The tow bar. After six, please.');
  await buyer.page.getByLabel('Your phone number').fill('045 765 4321');
  await buyer.page.getByRole('button', { name: 'Ask to be called back' }).click();
  await buyer.page.getByText(/has your request/).waitFor();
  await screenshot(buyer.page, 'contact-3-callback-asked');

  const seller = await openWindow(browser, demo.url, PHONE);
  await stepIn(seller, demo, 'private_seller');
  await seller.page.goto('/contact/callbacks');
  const row = seller.page.locator('.callback', { hasText: 'The tow bar.' });
  assert.equal(await row.locator('.row-name').innerText(), 'Aino Korhonen');
  assert.equal(await row.locator('.callback-number').getAttribute('href'), 'tel:+358457654321');
  assert.ok(await seller.page.getByText(/people asked for your number outside your hours/).isVisible());
  await screenshot(seller.page, 'contact-4-callbacks');
  await row.getByRole('button', { name: /Done/ }).click();
  await seller.page.getByText('The request is done with.').waitFor();
  assert.equal(await row.getByRole('button').count(), 0, 'nothing is left to do');
  assert.deepEqual([...buyer.faults, ...seller.faults], []);
  await Promise.all([buyer.close(), seller.close()]);
});

test('who_has_not_proven_an_address_is_told_to', async () => {
  await settings({ message: {}, ...phone({ audience: 'verified' }) });
  const body = {
    role: 'buyer', name: 'Bruno Fresh', email: 'bruno@fresh.example', email_verified: false,
    password: 'correct horse battery staple', locale: 'en',
  };
  await demo.api('operator', 'PUT', '/accounts/fresh', body);
  const { page, faults, close } = await openWindow(browser, demo.url);
  await page.goto(LISTING);
  await page.getByText('Only for people who are signed in.').waitFor();
  await page.locator('.channel-row').getByRole('link', { name: 'Sign in' }).click();
  await page.locator('#email').fill(body.email);
  await page.locator('#password').fill(body.password);
  await page.locator('main form button[type=submit]').click();
  await page.waitForURL(`**${LISTING}`);
  assert.ok(await page.getByText('Only for people who have proven their e-mail address.').isVisible());
  assert.equal(await page.getByRole('button', { name: 'Show number' }).count(), 0);
  assert.ok(await page.getByRole('link', { name: 'Prove your address' }).isVisible());
  await screenshot(page, 'contact-5-verified-only');
  assert.deepEqual(faults, []);
  await close();
});

test('a_number_comes_into_the_card_and_a_call_counts_when_it_starts', async () => {
  await settings({ message: {}, ...phone({}) });
  const { page, faults, close } = await openWindow(browser, demo.url, PHONE);
  await stepIn({ page }, demo, 'buyer');
  await page.goto(LISTING);
  assert.equal((await page.content()).includes('1234567'), false, 'nobody asked yet');
  await page.getByRole('button', { name: 'Show number' }).click();
  const out = page.locator('.handed-out', { hasText: '040 1234567' });
  await out.waitFor();
  assert.equal(new URL(page.url()).pathname, LISTING, 'the page stays');
  assert.ok(await out.evaluate((place) => place === document.activeElement), 'the answer has the focus');
  await screenshot(page, 'contact-6-number');
  const call = out.getByRole('link', { name: 'Call', exact: true });
  assert.equal(await call.getAttribute('href'), `tel:${NUMBER}`);
  // There is no telephone here to turn to.
  await page.evaluate(() => document.addEventListener('click', (event) => event.preventDefault()));
  const counted = page.waitForResponse((answer) => answer.url().endsWith('/contacts'));
  await call.click();
  const answer = await counted;
  assert.equal(answer.status(), 200);
  assert.match(answer.request().postData(), /channel=call_started&device=mobile/);
  assert.deepEqual(faults, []);
  await close();
});

test('without_scripts_a_button_leads_to_a_page_that_says_the_same', async () => {
  await settings({ message: {}, ...phone({}) });
  const { page, faults, close } = await openWindow(browser, demo.url, { javaScriptEnabled: false });
  await page.goto(LISTING);
  await page.getByRole('button', { name: 'Show number' }).click();
  assert.ok(await page.getByText('040 1234567').isVisible());
  await page.getByRole('link', { name: 'Back' }).click();
  assert.equal(new URL(page.url()).pathname, LISTING);
  await page.goto('/sellers/lamppu');
  await page.getByRole('button', { name: 'Show details' }).click();
  assert.ok(await page.getByText('Lamppu & Tuoli Oy').isVisible());
  assert.deepEqual(faults, []);
  await close();
});
