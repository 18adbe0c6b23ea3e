// Starts a demo server of its own for a test file, speaks to its API, and stops it again.
// Nothing here knows of browsers: see browser.mjs.
import { spawn, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const BINARY = process.env.KONTOR_BIN ?? path.join(ROOT, 'target', 'debug', 'kontor');
const CATALOGUE = path.join(
  ROOT, '..', 'shared', 'data', '9_scale', 'debian_appstream_catalogue.jsonl',
);
/** Milliseconds: a debug build on a busy machine of two cores. */
const START_MS_MAX = 60_000;
/** Milliseconds: the server promises to drain within ten seconds. */
const STOP_MS_MAX = 15_000;

/** Waits for the one line that the server prints when it is ready. */
function readyLine(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    let complaints = '';
    const late = setTimeout(() => reject(new Error(`no ready line in time\n${complaints}`)), START_MS_MAX);
    child.stderr.on('data', (data) => { complaints += data; });
    child.stdout.on('data', (data) => {
      text += data;
      const end = text.indexOf('\n');
      if (end < 0) return;
      clearTimeout(late);
      resolve(JSON.parse(text.slice(0, end)));
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`${BINARY} ended with ${code}; build it with: cargo build\n${complaints}`));
    });
  });
}

export async function startDemo() {
  const data = await mkdtemp(path.join(os.tmpdir(), 'kontor-browser-'));
  const child = spawn(
    BINARY,
    ['demo', '--port', '0', '--smtp-port', '0', '--data', data, '--fresh', '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (text) => { log += text; });
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  const ready = await readyLine(child);

  async function stop() {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    const code = await ended;
    clearTimeout(late);
    await rm(data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the server ended with ${code}\n${log}`);
  }

  /** A call of the API as a persona; the answer's status must be one of those expected. */
  async function api(persona, method, route, body, { expect = [200, 201, 204], type } = {}) {
    const headers = { authorization: `Bearer ${ready.personas[persona].token}` };
    if (method === 'POST') headers['idempotency-key'] = randomUUID();
    if (body !== undefined) headers['content-type'] = type ?? 'application/json';
    const answer = await fetch(`${ready.url}/api/v1${route}`, {
      method,
      headers,
      body: type || body === undefined ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!expect.includes(answer.status)) {
      throw new Error(`${method} ${route} as ${persona}: ${answer.status} ${text}`);
    }
    return text ? JSON.parse(text) : null;
  }

  /** Imports a feed and gives back its run. */
  const importFeed = (feed, name) => api(
    'operator', 'POST', `/listings/import?feed=${name}`, feed, { type: 'text/tab-separated-values' },
  );

  /** Writes about a listing and gives back the conversation's id. */
  async function write(persona, listing, body) {
    const started = await api(persona, 'POST', '/conversations', { listing, kind: 'inquiry', body });
    return started.id;
  }

  const answer = (persona, id, body) => api(persona, 'POST', `/conversations/${id}/messages`, { body });

  return { ...ready, stop, api, importFeed, write, answer, log: () => log };
}

const HEAD = 'id\ttitle\tdescription\tprice\tlink\tseller\tcontact_email\tcontent_language';

/** A feed of a few rows: from the catalogue beside the repository where there is one. */
export async function smallFeed(rows, sellers) {
  if (existsSync(CATALOGUE)) {
    const script = path.join(ROOT, 'scripts', 'make-feed');
    const wanted = ['--rows', String(rows), '--sellers', sellers.join(',')];
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...wanted]);
    return stdout;
  }
  const lines = Array.from({ length: rows }, (_, index) => [
    `small-${index + 1}`, `Oak chair number ${index + 1}`, 'Sturdy, a few scratches.', `${20 + index}.00 EUR`,
    `https://market.example/items/small-${index + 1}`, sellers[index % sellers.length], '', 'en',
  ].join('\t'));
  return `${[HEAD, ...lines].join('\n')}\n`;
}

/** A feed from rows given by hand: `{ id, title, description, seller, … }`. */
export function feedOf(rows) {
  const names = HEAD.split('\t');
  return `${[HEAD, ...rows.map((row) => names.map((name) => row[name] ?? '').join('\t'))].join('\n')}\n`;
}
