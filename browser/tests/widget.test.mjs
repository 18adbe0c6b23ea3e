// The web component on a page of another origin, under a strict policy of that page.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { startDemo } from '../lib/demo.mjs';
import { eventually, openBrowser, openWindow, overflow, screenshot } from '../lib/browser.mjs';

const NUMBER = '+358457654321';
let demo;
let browser;
let shop;
let origin;

/** The marketplace's own page: nothing may run there but Kontor's script. */
function foreignPage(body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A shop elsewhere</title>
<script type="module" src="${demo.url}/embed/kontor-contact.js"></script></head>
<body><h1>Lamp</h1>${body}</body></html>`;
}

before(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  shop = createServer((request, response) => {
    const { searchParams } = new URL(request.url, 'http://shop');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${demo.url}; connect-src ${demo.url}; base-uri 'none'`,
    );
    const attributes = [...searchParams].map(([name, value]) => `${name}="${value}"`).join(' ');
    response.end(foreignPage(`<kontor-contact ${attributes}></kontor-contact>`));
  });
  await new Promise((resolve) => { shop.listen(0, '127.0.0.1', resolve); });
  origin = `http://127.0.0.1:${shop.address().port}`;
  const proof = { kind: 'phone', value: NUMBER };
  await demo.api('operator', 'PUT', '/sellers/mika/proofs', proof);
  await settings({ message: {}, phone: { number: NUMBER, call: true, sms: true } });
});
after(async () => {
  await browser?.close();
  shop?.close();
  await demo?.stop();
});

const settings = (body) => demo.api('private_seller', 'PUT', '/sellers/mika/contact-settings', body);

async function foreign(query, options) {
  const window = await openWindow(browser, origin, options);
  await window.page.goto(`/?${new URLSearchParams(query)}`);
  const card = window.page.locator('kontor-contact');
  await eventually(() => card.locator('li').count().then((count) => count > 1), true, 'the card is there');
  // What it asks of Kontor is what it is for; anything else of another origin is a fault.
  const faults = () => window.faults.filter((fault) => !fault.startsWith(`request to another origin: ${demo.url}/`));
  return { ...window, card, faultsHere: faults };
}

test('a number is shown on request on a page of another origin', async () => {
  const { page, card, faultsHere, close } = await foreign({ listing: 'fi-0001', lang: 'en' });
  const sent = await card.evaluate((node) => node.shadowRoot.innerHTML);
  assert.ok(!sent.includes('7654321'), 'no number before it was asked for');
  await screenshot(page, 'widget-en-1280');
  await card.getByRole('button', { name: 'Show number' }).click();
  const link = card.getByRole('link', { name: '045 7654321' });
  await link.waitFor();
  assert.equal(await link.getAttribute('href'), `tel:${NUMBER}`);
  assert.equal(await card.getByRole('link', { name: 'Write a message' }).getAttribute('href'), `${demo.url}/listings/fi-0001#write`);
  assert.deepEqual(faultsHere(), []);
  await close();
});

test('it speaks five languages and fits a phone', async () => {
  for (const [lang, words] of [
    ['en', 'Show number'], ['fi', 'Näytä numero'], ['sk', 'Zobraziť číslo'], ['et', 'Näita numbrit'],
    ['pt', 'Mostrar o número'],
  ]) {
    const viewport = { width: 390, height: 800 };
    const { page, card, faultsHere, close } = await foreign({ listing: 'fi-0001', lang }, { viewport });
    await card.getByRole('button', { name: words }).waitFor();
    assert.equal(await overflow(page), 0);
    await screenshot(page, `widget-${lang}-390`);
    assert.deepEqual(faultsHere(), []);
    await close();
  }
});

test('outside the hours it says when, and holds no number', async () => {
  // Nine hours that begin in six: now is never among them, on whatever side of midnight.
  const helsinki = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Helsinki', hour: '2-digit', hour12: false });
  const hour = (Number(helsinki.format(new Date())) + 6) % 24;
  const two = (number) => String(number % 24).padStart(2, '0');
  const hours = `Mo-Su ${two(hour)}:00-${two(hour + 9)}:00`;
  await settings({ message: {}, phone: { number: NUMBER, call: true, hours } });
  const { page, card, faultsHere, close } = await foreign({ seller: 'mika', lang: 'en' });
  const text = await card.evaluate((node) => node.shadowRoot.textContent);
  assert.match(text, /You can call again (today|tomorrow) at \d{1,2}:00\./);
  assert.equal(await card.getByRole('button', { name: 'Show number' }).count(), 0);
  assert.ok((await page.content()).includes('7654321') === false && !text.includes('7654321'));
  assert.deepEqual(faultsHere(), []);
  await close();
});

test('only what the card needs may be read by other origins', async () => {
  const allowed = async (path) => {
    const headers = { origin, authorization: `Bearer ${demo.personas.buyer.token}` };
    const answer = await fetch(`${demo.url}/api/v1${path}`, { headers });
    return answer.headers.get('access-control-allow-origin');
  };
  assert.equal(await allowed('/listings/fi-0001/contact-card'), origin);
  for (const path of ['/me', '/conversations', '/tokens', '/listings/fi-0001/contact-settings']) {
    assert.equal(await allowed(path), null, path);
  }
});
