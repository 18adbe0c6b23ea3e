// The same main job without JavaScript: two people sign in with their passwords and write by forms.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { feedOf, startDemo } from '../lib/demo.mjs';
import {
  badge, bubbles, eventually, inboxRows, numbers, openBrowser, openWindow, screenshot,
} from '../lib/browser.mjs';

const PASSWORD = 'correct horse battery staple';
let demo;
let browser;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  const person = (role, name, email) => ({ role, name, email, email_verified: true, password: PASSWORD, locale: 'en' });
  await demo.api('operator', 'PUT', '/accounts/plain-buyer', person('buyer', 'Berta Plain', 'berta@plain.example'));
  await demo.api('operator', 'PUT', '/accounts/plain-seller', person('private_seller', 'Sami Plain', 'sami@plain.example'));
  const rows = [{
    id: 'plain-1', title: 'A plain wooden bench', description: 'Oak.', price: '75.00 EUR',
    link: 'https://market.example/items/plain-1', seller: 'plain-seller', content_language: 'en',
  }];
  const run = await demo.importFeed(feedOf(rows), 'plain');
  assert.deepEqual([run.created, run.refused], [1, 0]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const withoutScripts = () => openWindow(browser, demo.url, { javaScriptEnabled: false });

async function signIn(page, email, password = PASSWORD) {
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.locator('main form button[type=submit]').click();
}

const send = async (page, text) => {
  await page.locator('#body').fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
};

test('message_and_answer_pass_by_forms_alone', async () => {
  const buyer = await withoutScripts();
  const seller = await withoutScripts();

  // Whoever wants to write is asked to sign in, and comes back to the listing.
  await buyer.page.goto('/listings/plain-1');
  await buyer.page.locator('main').getByRole('link', { name: 'I have an account' }).click();
  await signIn(buyer.page, 'berta@plain.example');
  assert.equal(new URL(buyer.page.url()).pathname, '/listings/plain-1');
  await send(buyer.page, 'How long is it?\nAnd how heavy?');
  assert.match(new URL(buyer.page.url()).pathname, /^\/conversations\/cnv_/);
  assert.equal(await buyer.page.getByRole('status').first().innerText(), 'Your message was sent.');
  assert.deepEqual(await bubbles(buyer.page), ['How long is it?\nAnd how heavy?']);

  await seller.page.goto('/sign-in');
  await signIn(seller.page, 'sami@plain.example');
  await seller.page.goto('/conversations');
  assert.equal(await badge(seller.page), 1);
  assert.deepEqual((await inboxRows(seller.page)).map((row) => [row.name, row.unread]), [['Berta Plain', 1]]);
  await seller.page.locator('[data-inbox] .row-link').first().click();
  assert.equal(await badge(seller.page), 0);
  await send(seller.page, 'Two metres, thirty kilograms.');
  assert.deepEqual(await numbers(seller.page), [1, 2]);

  await buyer.page.reload();
  assert.deepEqual(await bubbles(buyer.page), ['How long is it?\nAnd how heavy?', 'Two metres, thirty kilograms.']);
  // Loading the answer to a form again sends nothing twice.
  await seller.page.reload();
  assert.deepEqual(await numbers(seller.page), [1, 2]);

  await seller.page.getByRole('button', { name: 'Close conversation' }).click();
  assert.deepEqual(await numbers(seller.page), [1, 2, 3]);
  assert.ok(await seller.page.getByText('This conversation is closed.').isVisible());
  await send(seller.page, 'One more thing: it is heavy.');
  assert.deepEqual((await bubbles(seller.page)).at(-1), 'One more thing: it is heavy.');
  assert.equal(await seller.page.getByText('This conversation is closed.').isVisible(), false);

  await screenshot(buyer.page, 'no-script-thread-of-the-buyer');
  await buyer.page.getByRole('button', { name: 'Sign out' }).click();
  await buyer.page.goto('/conversations');
  assert.ok(await buyer.page.locator('#password').isVisible(), 'whoever signed out is asked to sign in');
  assert.deepEqual([...buyer.faults, ...seller.faults], []);
  await Promise.all([buyer.close(), seller.close()]);
});

test('a_refused_text_is_kept_and_explained', async () => {
  const buyer = await withoutScripts();
  buyer.pardon(/\/conversations/);
  await buyer.page.goto('/sign-in?next=/listings/plain-1');
  await signIn(buyer.page, 'berta@plain.example');
  // Blanks pass the browser's own check of the field, not the server's.
  await send(buyer.page, '   \n  ');
  assert.ok(await buyer.page.getByRole('alert').isVisible());
  assert.equal(await buyer.page.locator('#body').getAttribute('aria-invalid'), 'true');
  await send(buyer.page, 'Now with words.');
  assert.match(new URL(buyer.page.url()).pathname, /^\/conversations\/cnv_/);
  await buyer.close();
});

test('a_wrong_password_is_refused_and_says_so', async () => {
  const { page, close, pardon } = await withoutScripts();
  pardon(/\/sign-in/);
  await page.goto('/sign-in');
  await signIn(page, 'berta@plain.example', 'not the password');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  assert.ok(await page.getByRole('alert').isVisible());
  assert.equal(await page.locator('#email').inputValue(), 'berta@plain.example');
  assert.equal(await page.locator('#password').inputValue(), '');
  await close();
});

test('a_list_is_walked_to_its_end_by_its_links', async () => {
  const count = 60;
  const rows = Array.from({ length: count }, (_, index) => ({
    id: `walk-${String(index + 1).padStart(3, '0')}`, title: `Walk number ${index + 1}`, price: '5.00 EUR',
    link: `https://market.example/walk/${index + 1}`, seller: 'plain-seller', description: 'x', content_language: 'en',
  }));
  await demo.importFeed(feedOf(rows), 'walk');
  const { page, close, faults } = await withoutScripts();
  const seen = [];
  await page.goto('/listings');
  for (let pages = 0; pages < 40; pages += 1) {
    seen.push(...await page.locator('.card-title').allInnerTexts());
    const next = page.locator('a[rel=next]');
    if (await next.count() === 0) break;
    await next.click();
  }
  const walked = seen.filter((title) => title.startsWith('Walk number'));
  assert.deepEqual(walked, rows.map((row) => row.title), 'every listing once, in order');
  assert.deepEqual(faults, []);
  await close();
});

test('the_inbox_is_walked_to_its_end_by_its_links', async () => {
  const count = 30;
  for (let index = 1; index <= count; index += 1) {
    await demo.write('buyer', `walk-${String(index).padStart(3, '0')}`, `Walk the inbox ${index}`);
  }
  const { page, close } = await withoutScripts();
  await page.goto(demo.personas.buyer.login_url);
  await page.goto('/conversations');
  const seen = [];
  for (let pages = 0; pages < 10; pages += 1) {
    seen.push(...(await inboxRows(page)).map((row) => row.preview));
    const older = page.locator('a[rel=next]');
    if (await older.count() === 0) break;
    await older.click();
  }
  const walked = seen.filter((text) => text.includes('Walk the inbox'));
  assert.equal(new Set(walked).size, count, 'every conversation');
  assert.equal(walked.length, count, 'and each once');
  await close();
});

test('the_chosen_language_holds_at_once_and_stays', async () => {
  const { page, close } = await withoutScripts();
  await page.goto('/listings');
  await page.getByRole('link', { name: 'Suomi' }).click();
  const language = () => page.locator('html').getAttribute('lang');
  await eventually(language, 'fi', 'the page after the choice', 500);
  await page.goto('/sign-in');
  assert.equal(await language(), 'fi', 'and the next page');
  await close();
});
