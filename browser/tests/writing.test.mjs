// Writing: hostile texts are shown harmlessly and the layout holds; one click, or two, one message.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDemo, smallFeed } from '../lib/demo.mjs';
import {
  bubbles, eventually, inboxRows, numbers, openBrowser, openWindow, overflow, screenshot, stepIn,
} from '../lib/browser.mjs';

const HOSTILE = {
  script: '<script>alert(1)</script><img src=x onerror="alert(2)"><svg onload=alert(3)>',
  attribute: '"><b onmouseover=alert(1)>bold</b> &lt;i&gt; {{ 7*7 }} ${7*7} </textarea></div>',
  override: 'Pay to \u202egro.live@yap\u202c now, or \u2067abc\u2069 \u200f\u200e!',
  hebrew: 'שלום, האם זה עדיין זמין? 100 EUR (במזומן).',
  endless: 'a'.repeat(5_000),
  address: `https://market.example/${'very-long-path/'.repeat(300)}?q=1`,
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈👍🏽'.repeat(40),
  marks: `Z${'\u0351\u0323\u034d'.repeat(60)}algo`,
  lines: Array.from({ length: 60 }, (_, index) => `Line ${index + 1}`).join('\n'),
  blanks: '   three   blanks\tand a tab   ',
  table: '漢字かな交じり文'.repeat(100),
};

let demo;
let browser;
let listings;

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  await demo.importFeed(await smallFeed(6, ['mika']), 'writing');
  ({ listings } = await demo.api('buyer', 'GET', '/listings?seller=mika&limit=100'));
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** What turns the direction of text around is left out, so that nothing reads as what it is not. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
/** What a reader may compare with: line ends and blanks at the edges do not count. */
const plain = (text) => text.replace(TURNING, '').replace(/\s+/g, ' ').trim();

test('hostile_texts_are_shown_as_they_are_and_do_no_harm', async () => {
  const buyer = await openWindow(browser, demo.url);
  await stepIn(buyer, demo, 'buyer');
  const seller = await openWindow(browser, demo.url, { viewport: { width: 390, height: 844 } });
  await stepIn(seller, demo, 'private_seller');
  await seller.page.waitForURL('**/conversations');
  const id = await demo.write('buyer', listings[0].external_id, 'Hello');
  await eventually(async () => (await inboxRows(seller.page))[0].preview, 'Hello', 'the inbox');
  const watching = await seller.context.newPage();
  await watching.goto(`/conversations/${id}`);
  await buyer.page.goto(`/conversations/${id}`);

  const faults = [];
  for (const [name, text] of Object.entries(HOSTILE)) {
    const count = (await numbers(buyer.page)).length;
    // By the form, as a person would; the field takes what is pasted.
    await buyer.page.locator('#body').fill(text);
    await buyer.page.locator('[data-composer] button[type=submit]').click();
    await eventually(async () => (await numbers(buyer.page)).length, count + 1, `${name} was sent`, 10_000);
    for (const [where, page] of [['the page', buyer.page], ['the live thread', watching]]) {
      await eventually(async () => (await numbers(page)).length, count + 1, `${name} on ${where}`);
      const shown = plain((await page.locator('.entries .bubble').last().evaluate((bubble) => bubble.innerText)));
      if (shown !== plain(text)) faults.push(`${name} on ${where} reads: ${shown.slice(0, 200)}`);
      const wide = await overflow(page);
      if (wide > 0) faults.push(`${name}: ${where} is ${wide} px too wide`);
      const inside = await page.locator('.entries .bubble').last()
        .evaluate((bubble) => bubble.querySelectorAll(':not(br, a)').length);
      if (inside > 0) faults.push(`${name}: ${where} holds elements of the message`);
    }
    await seller.page.bringToFront();
    await eventually(
      async () => plain((await inboxRows(seller.page))[0].preview).slice(0, 20), plain(text).slice(0, 20), `${name} in the inbox`,
    ).catch((error) => faults.push(error.message));
    const wide = await overflow(seller.page);
    if (wide > 0) faults.push(`${name}: the inbox is ${wide} px too wide`);
  }
  await screenshot(watching, 'hostile-thread-390');
  await screenshot(seller.page, 'hostile-inbox-390');
  await screenshot(buyer.page, 'hostile-thread-1280');
  assert.deepEqual([...faults, ...buyer.faults, ...seller.faults], []);
  await Promise.all([buyer.close(), seller.close()]);
});

test('hostile_listings_and_names_do_no_harm', async () => {
  const feed = [
    'id\ttitle\tdescription\tprice\tlink\tseller',
    `evil-1\t<script>alert(1)</script>\t"<img src=x onerror=alert(1)>"\t10.00 EUR\tjavascript:alert(1)\tmika`,
    `evil-2\t${'W'.repeat(150)}\t${'x'.repeat(4_900)}\t99999999.99 EUR\thttps://market.example/evil-2\tmika`,
    `evil-3\t\u202eevil gnihton\t${'🎉'.repeat(500)}\t10.00 EUR\thttps://market.example/evil-3\tmika`,
  ].join('\n');
  const run = await demo.importFeed(`${feed}\n`, 'evil');
  assert.equal(run.rows_done, 3);
  const { page, faults, close } = await openWindow(browser, demo.url, { viewport: { width: 390, height: 844 } });
  await page.goto(demo.personas.buyer.login_url);
  for (const { external_id: id } of (await demo.api('buyer', 'GET', '/listings?limit=100')).listings) {
    if (!id.startsWith('evil')) continue;
    await page.goto(`/listings/${id}`);
    if (await overflow(page) > 0) faults.push(`${id} is too wide`);
    const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.protocol));
    // A mail to the marketplace's support is offered beside the warning of swindlers.
    assert.deepEqual(links.filter((protocol) => !/^(https?|mailto):$/.test(protocol)), [], id);
    await screenshot(page, `hostile-listing-${id}`);
  }
  await page.goto('/listings?seller=mika');
  if (await overflow(page) > 0) faults.push('the list is too wide');
  await screenshot(page, 'hostile-listings-390');
  assert.deepEqual(faults, []);
  await close();
});

test('a_double_click_on_send_makes_one_message', async () => {
  const { page, close } = await openWindow(browser, demo.url);
  await page.goto(demo.personas.buyer.login_url);
  await page.goto(`/listings/${listings[1].external_id}`);
  await page.locator('#body').fill('Only once, please.');
  await page.locator('[data-composer] button[type=submit]').dblclick();
  await page.waitForURL('**/conversations/*');
  await page.waitForLoadState('load');
  assert.deepEqual(await bubbles(page), ['Only once, please.']);
  await page.locator('#body').fill('And this once.');
  await page.locator('[data-composer] button[type=submit]').dblclick();
  await eventually(() => bubbles(page), ['Only once, please.', 'And this once.'], 'two messages in all');
  await close();
});

test('a_form_sent_twice_without_scripts_makes_one_message', async () => {
  const { page, context, close } = await openWindow(browser, demo.url, { javaScriptEnabled: false });
  await page.goto(demo.personas.buyer.login_url);
  const id = await demo.write('buyer', listings[2].external_id, 'Hello');
  await page.goto(`/conversations/${id}`);
  const key = await page.locator('input[name=key]').getAttribute('value');
  // As a browser does on a double click: the same form, twice, at the same time.
  const headers = { origin: demo.url, 'sec-fetch-site': 'same-origin' };
  const form = { body: 'Twice at once', key };
  const answers = await Promise.all([1, 2, 3].map(() => context.request.post(
    `/conversations/${id}/messages`, { form, headers, maxRedirects: 0 },
  )));
  assert.deepEqual(answers.map((answer) => answer.status()), [303, 303, 303]);
  await page.goto(`/conversations/${id}`);
  assert.deepEqual(await bubbles(page), ['Hello', 'Twice at once']);
  await close();
});
