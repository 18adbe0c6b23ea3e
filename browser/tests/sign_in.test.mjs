// Coming from the marketplace with a token: by the demo's link, and by a form on the page of a real
// marketplace on another site, which signs tokens with a key of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../lib/demo.mjs';
import { eventually, openBrowser, openWindow, stepIn } from '../lib/browser.mjs';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const BINARY = process.env.KONTOR_BIN ?? path.join(ROOT, 'target', 'debug', 'kontor');
/** Milliseconds in which a server is up. */
const START_MS_MAX = 60_000;
let demo;
let browser;

before(async () => { [demo, browser] = await Promise.all([startDemo(), openBrowser()]); });
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const come = (page, persona) => page.locator(`form[action="/demo/marketplace/${persona}"] button`).click();
const caller = (page) => page.locator('.top-name').innerText();

test('a_link_from_the_marketplace_signs_in_and_leaves_no_token_behind', async () => {
  const { page, faults, close } = await openWindow(browser, demo.url);
  const seen = [];
  page.on('request', (request) => seen.push(request.url()));
  await page.goto('/demo');
  await come(page, 'buyer');
  await page.waitForURL('**/listings');
  assert.equal(await caller(page), 'Aino Korhonen');
  assert.ok(seen.every((url) => !url.includes('?token') && !url.includes('&token')), 'in no query');
  // The history holds no entry with the token: going back leads to where one came from.
  await page.goBack();
  assert.equal(page.url(), `${demo.url}/demo`);
  assert.deepEqual(faults, []);
  await close();
});

test('somebody_who_is_signed_in_is_asked_before_becoming_somebody_else', async () => {
  const window = await openWindow(browser, demo.url);
  const { page, faults } = window;
  await stepIn(window, demo, 'private_seller');
  await page.goto('/demo');
  await come(page, 'buyer');
  await page.getByRole('heading', { name: 'Go on as somebody else?' }).waitFor();
  assert.equal(await caller(page), 'Mika Virtanen');
  await page.getByRole('button', { name: 'Go on as Aino Korhonen' }).click();
  await page.waitForURL('**/listings');
  assert.equal(await caller(page), 'Aino Korhonen');
  assert.deepEqual(faults, []);
  await window.close();
});

test('without_scripts_the_page_says_what_to_do', async () => {
  const { page, close } = await openWindow(browser, demo.url, { javaScriptEnabled: false });
  await page.goto('/demo');
  await come(page, 'buyer');
  assert.match(await page.locator('main').innerText(), /Go back there and follow the link again/);
  await page.getByRole('link', { name: 'Sign in with a password instead' }).click();
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await close();
});

/** A marketplace of its own site: a page with a form that posts a token to Kontor. */
async function marketplace(key, kontor) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const server = http.createServer((request, response) => {
    const iat = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'https://shop.example', aud: kontor(), sub: 'person-7', iat, exp: iat + 60, jti: randomUUID(),
      name: 'Tuuli Saari', email: 'tuuli@shop.example', role: 'buyer',
    };
    const signed = `${part({ alg: 'EdDSA', typ: 'JWT' })}.${part(claims)}`;
    const token = `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Shop</title><form method="post" action="${kontor()}/sign-in/token">
      <input type="hidden" name="token" value="${token}"><input type="hidden" name="next" value="/account">
      <button>Messages</button></form>`);
  });
  await new Promise((resolve) => { server.listen(0, 'localhost', resolve); });
  return server;
}

/** A port that was free a moment ago. */
async function freePort() {
  const server = http.createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

const configuration = (port, data, origin, pem) => `
database = "sqlite:${path.join(data, 'kontor.db')}"
listen = "127.0.0.1:${port}"
[[marketplace]]
slug = "shop"
name = "Shop"
hosts = ["127.0.0.1"]
base_url = "http://127.0.0.1:${port}"
country = "FI"
time_zone = "Europe/Helsinki"
locales = ["en"]
preset = "classifieds"
mail_from = "no-reply@shop.example"
sign_in_origins = ["${origin}"]
[[marketplace.sign_in]]
issuer = "https://shop.example"
algorithm = "EdDSA"
key = """${pem}"""
`;

test('a_form_on_the_marketplaces_own_site_signs_in', async (t) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const port = await freePort();
  const kontor = `http://127.0.0.1:${port}`;
  const named = await marketplace(privateKey, () => kontor);
  const stranger = await marketplace(privateKey, () => kontor);
  const originOf = (server) => `http://localhost:${server.address().port}`;
  const data = await mkdtemp(path.join(os.tmpdir(), 'kontor-sign-in-'));
  const file = path.join(data, 'kontor.toml');
  await writeFile(file, configuration(port, data, originOf(named), publicKey.export({ type: 'spki', format: 'pem' })));
  const child = spawn(BINARY, ['serve', '--config', file], { stdio: 'ignore' });
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
    for (const server of [named, stranger]) server.close();
    await rm(data, { recursive: true, force: true });
  });
  const live = () => fetch(`${kontor}/health/live`).then((answer) => answer.status, () => 0);
  await eventually(live, 200, 'the server is up', START_MS_MAX);

  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(originOf(stranger));
  await page.getByRole('button').click();
  await page.getByText('The form did not arrive whole').waitFor();
  assert.equal(await page.locator('.top-name').count(), 0, 'a site that is not named signs nobody in');
  await page.goto(originOf(named));
  await page.getByRole('button').click();
  await page.waitForURL(`${kontor}/account`);
  assert.equal(await caller(page), 'Tuuli Saari');
  await page.goto(`${kontor}/conversations`);
  assert.equal(await caller(page), 'Tuuli Saari', 'the session stays');
  await context.close();
});
