// TensorFlow.js in a real browser, on a page of another origin, with credentials in headers.
//   node browser.mjs --base http://127.0.0.1:8080 --key wh_… --token eyJ… --chromium /usr/bin/chromium
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';
import {argumentsOf} from './arguments.mjs';
import {formOf, unzipped, written} from './folders.mjs';
import {observe} from './observer.mjs';
import {Registry} from './registry.mjs';
import {check, expect, expectEqual, expectFailure, summary} from './report.mjs';
import {serve} from './static-server.mjs';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const PAGE = '<!DOCTYPE html><title>page</title><input type="file" multiple>'
  + '<script src="tf.min.js"></script><script type="module" src="in-page.mjs"></script>';

const {base, key, token, chromium: executablePath} = argumentsOf({required: ['base', 'key', 'token', 'chromium']});
const registry = new Registry(base, key);
const headers = registry.bearer;
const run = `${Date.now().toString(36)}${process.pid.toString(36)}`;
const nameOf = what => `browser/${what}-${run}`;

const site = await serve(pageFile);
const profile = await mkdtemp(join(tmpdir(), 'weighhouse-profile-'));
const browser = await chromium.launchPersistentContext(profile, {executablePath, args: FLAGS, acceptDownloads: true});
try {
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => globalThis.inPage);
  await check('the page is of another origin', async () => expect(new URL(page.url()).origin !== new URL(base).origin, base));
  for (const scheme of ['indexeddb', 'localstorage']) {
    await stores(page, scheme);
  }
  await downloads(page);
  await bundles(page);
  await links(page);
  await credentials(page);
  await refusedSaves(page);
} finally {
  await browser.close();
  await site.close();
  await rm(profile, {recursive: true, force: true});
}
summary();

async function stores(page, scheme) {
  const url = registry.save(nameOf(scheme));
  let saved;
  await check(`a model from ${scheme}:// is saved, and loads again bit for bit`, async () => {
    saved = await page.evaluate(args => globalThis.inPage.fromStore(...args), [scheme, url, headers]);
    expectEqual([saved.status, saved.answer.version], [201, 1], 'status, version');
    expectEqual(saved.loaded, saved.made, 'weights and prediction');
  });
  await check(`the registry has the bits that the page had in ${scheme}://`, async () => {
    const weights = await registry.bytes(`${url}/1/model.weights.bin`);
    expectEqual(weights.toString('hex'), bitsOf(saved.made), 'weights');
  });
  await check(`a model of the registry goes into ${scheme}:// and comes out bit for bit`, async () => {
    const {loaded, kept} = await page.evaluate(args => globalThis.inPage.intoStore(...args),
        [scheme, `${url}/model.json`, headers]);
    expectEqual(kept, loaded, 'weights and prediction');
    expectEqual(bitsOf(kept), bitsOf(saved.made), 'weights');
  });
}

async function credentials(page) {
  const ways = {'X-API-Key': registry.apiKey, 'an access token of the issuer': {Authorization: `Bearer ${token}`}};
  for (const [way, used] of Object.entries(ways)) {
    await check(`a page saves and loads with ${way}`, async () => {
      const saved = await page.evaluate(args => globalThis.inPage.fromStore(...args),
          ['indexeddb', registry.save(nameOf(`by-${way.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`)), used]);
      expectEqual(saved.status, 201, 'status');
      expectEqual(saved.loaded, saved.made, 'weights and prediction');
    });
  }
}

/** A page sees the status of a refusal only where the refusal allows its origin. */
async function refusedSaves(page) {
  const namespace = `browser-refused-${run}`;
  const publisher = await registry.keyFor(namespace, 'read', 'publish');
  const used = {...publisher, 'Idempotency-Key': 'first'};
  const save = (extra, metadata) => page.evaluate(args => globalThis.inPage.saved(...args),
      [registry.save(`${namespace}/m`), extra, metadata]);
  expectEqual(await save(used), 201, 'status of the save that the others follow');
  const refusals = {
    401: () => save({}),
    403: async () => save(await registry.keyFor(namespace, 'read')),
    413: () => save(publisher, 33 << 20),
    422: () => save(used),
    507: async () => {
      await registry.limit(namespace, {bytesQuota: 10});
      return save(publisher);
    },
  };
  for (const [status, refused] of Object.entries(refusals)) {
    await check(`a page sees ${status} as such`, () => expectFailure(refused(), new RegExp(`status ${status}`), 'save'));
  }
}

async function downloads(page) {
  await check('the files of downloads:// are saved as they are, and load again bit for bit', async () => {
    const arriving = collectDownloads(page, 2);
    const made = await page.evaluate(name => globalThis.inPage.download(name), 'mine');
    const files = await arriving;
    expectEqual(files.map(([name]) => name).sort(), ['mine.json', 'mine.weights.bin'], 'files');
    const response = await fetch(registry.save(nameOf('downloads')), {method: 'POST', headers, body: formOf(files)});
    expectEqual(response.status, 201, 'status');
    const {links} = await response.json();
    const loaded = await page.evaluate(args => globalThis.inPage.load(...args), [links.load, headers]);
    expectEqual(bitsOf(loaded), bitsOf(made), 'weights');
  });
}

function collectDownloads(page, count) {
  const files = [];
  return new Promise(resolve => page.on('download', async download => {
    files.push([download.suggestedFilename(), await readFile(await download.path())]);
    if (files.length === count) {
      resolve(files);
    }
  }));
}

async function bundles(page) {
  const version = `${registry.save(nameOf('indexeddb'))}/1`;
  const expected = await page.evaluate(args => globalThis.inPage.load(...args), [`${version}/model.json`, headers]);
  await check('bundle.zip, unpacked, loads through tf.io.browserFiles', async () => {
    const files = unzipped(await registry.bytes(`${version}/bundle.zip`));
    const folder = await written(files);
    await page.setInputFiles('input[type=file]', files.map(([path]) => join(folder, path)));
    expectEqual(await page.evaluate(() => globalThis.inPage.fromFiles()), expected, 'weights and prediction');
  });
  await check('artifacts.json loads through tf.io.fromMemory', async () => {
    const loaded = await page.evaluate(args => globalThis.inPage.fromMemory(...args), [`${version}/artifacts.json`, headers]);
    expectEqual(loaded, expected, 'weights and prediction');
  });
}

/** Through a proxy, because the browser's preflights are not shown by the browser. */
async function links(page) {
  const proxy = await observe(base);
  try {
    await copiesByLinks(page, new Registry(proxy.url, key), proxy.methods);
  } finally {
    await proxy.close();
  }
}

async function copiesByLinks(page, observed, methods) {
  const model = nameOf('linked');
  const url = observed.save(model);
  const saved = await page.evaluate(args => globalThis.inPage.fromStore(...args), ['indexeddb', url, headers]);
  await fetch(`${base}/api/v1/models/${model}/aliases/p`, {method: 'PUT', body: '{"version":1}',
    headers: {...headers, 'Content-Type': 'application/json', 'If-None-Match': '*'}});
  await check('headers make the browser ask first', async () => expect(methods.includes('OPTIONS'), methods.join()));
  methods.length = 0;
  for (const [what, source] of Object.entries({'a version': 'versions/1/links', 'an alias': 'aliases/p/links'})) {
    await check(`copyModel sends a model to a link, and fetches one by a link to ${what}, without a header`, async () => {
      const [{save}, {load}] = [await observed.link(model, 'save-links'), await observed.link(model, source)];
      const {made, kept} = await page.evaluate(args => globalThis.inPage.copyByLinks(...args), [save, load]);
      expectEqual(bitsOf(kept), bitsOf(saved.made), 'weights fetched');
      const newest = JSON.parse(await registry.bytes(`${base}/api/v1/models/${model}`)).latest;
      const weights = await registry.bytes(`${registry.save(model)}/${newest}/model.weights.bin`);
      expectEqual(weights.toString('hex'), bitsOf(made), 'weights sent');
    });
  }
  await check('links need no preflight', async () => {
    expect(methods.filter(method => method === 'GET').length >= 4, `the browser did not pass by: ${methods.join()}`);
    expect(!methods.includes('OPTIONS'), methods.join());
  });
}

/** The weights of a snapshot as one text; its last tensor is the prediction. */
function bitsOf(snapshot) {
  return snapshot.slice(0, -1).map(({bits}) => bits).join('');
}

async function pageFile(path) {
  const script = {'/tf.min.js': 'node_modules/@tensorflow/tfjs/dist/tf.min.js', '/in-page.mjs': 'in-page.mjs',
    '/models.mjs': 'models.mjs'}[path];
  if (path === '/') {
    return {type: 'text/html', bytes: PAGE};
  }
  return script && {type: 'text/javascript', bytes: await readFile(new URL(script, import.meta.url))};
}
