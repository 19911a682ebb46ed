// One TensorFlow.js release against a running registry: every way to save and to load that its user has.
//   node clients.mjs --base http://127.0.0.1:8080 --key wh_… --token eyJ… --release 4.22
import {argumentsOf} from './arguments.mjs';
import {affineGraph, bitsOf, KINDS, METADATA, optimizerOf, snapshotOf} from './models.mjs';
import {digestOf, Registry, sha256} from './registry.mjs';
import {release} from './releases.mjs';
import {check, expect, expectEqual, expectFailure, summary} from './report.mjs';

const {base, key, token, release: releaseName} = argumentsOf({required: ['base', 'key', 'token', 'release']});
const registry = new Registry(base, key);
const client = await release(releaseName);
const {tf} = client;
const headers = registry.bearer;

// new names at every run, so that a first save is a first save
const run = `${Date.now().toString(36)}${process.pid.toString(36)}`;
const nameOf = what => `tfjs-${releaseName}/${what}-${run}`;

await saveAndLoadEveryKind();
await optimizerState();
await userMetadata();
await graphModels();
await oneHandlerForBoth();
await namedByHeaderOrQuery();
await credentials();
await refusedSaves();
await movingVersions();
await links();
await fullNamespace();
summary();

async function saveAndLoadEveryKind() {
  const kinds = Object.keys(KINDS).filter(kind => kind !== 'described' || client.keepsMetadata);
  for (const kind of kinds) {
    for (const method of ['POST', 'PUT']) {
      await saveAndLoad(kind, method);
    }
  }
  for (const factory of client.handlerNames) {
    await check(`tf.io.${factory} saves and loads`, async () => {
      const built = await KINDS.dense(tf);
      const {answer} = await save(nameOf(`by-${factory.toLowerCase()}`), built, {factory});
      await expectSameModel(built, client.handler(answer.links.load, {headers, factory}));
    });
  }
}

async function saveAndLoad(kind, method) {
  const what = `${kind} by ${method}`;
  const built = await KINDS[kind](tf);
  const model = nameOf(`${kind}-${method.toLowerCase()}`);
  let saved;
  await check(`${what}: is saved as version 1`, async () => {
    saved = await save(model, built, {method});
    expectFirstVersion(saved, model);
  });
  if (!saved) {
    return; // the loads have nothing to say beyond that
  }
  await check(`${what}: is kept byte for byte`, () => expectKept(saved));
  for (const [by, url] of Object.entries(registry.loads(saved.answer))) {
    await check(`${what}: loads by ${by}, bit for bit`, () => expectSameModel(built, client.handler(url, {headers})));
  }
  await check(`${what}: the same bytes again are no new version`, async () => {
    const {response, answer} = await save(model, built, {method});
    expectEqual([response.status, answer.created, answer.version], [200, false, 1], 'status, created, version');
  });
}

function expectFirstVersion({response, answer, result}, model) {
  expectEqual(response.status, 201, 'status');
  expectEqual([answer.model, answer.version, answer.created], [model, 1, true], 'model, version, created');
  expectEqual(answer.links.load, `${base}/models/${model}/1/model.json`, 'links.load');
  expectEqual(answer.links.latest, registry.bare(model), 'links.latest');
  expectEqual(response.headers.get('location'), answer.links.load, 'Location');
  expectEqual(answer.format, 'layers-model', 'format');
  const {dateSaved: here, ...counted} = result.modelArtifactsInfo;
  const {dateSaved: there, ...answered} = answer.modelArtifactsInfo;
  expect(Math.abs(here - new Date(there)) < 60_000, `dateSaved: ${there} is not now`);
  for (const count of ['modelTopologyType', 'modelTopologyBytes', 'weightSpecsBytes', 'weightDataBytes']) {
    expectEqual(answered[count], counted[count], `modelArtifactsInfo.${count}, as the client counts`);
  }
}

async function expectKept({answer, response, sent}) {
  const modelFile = await registry.bytes(answer.links.load);
  expect(modelFile.equals(sent.get('model.json')), 'model.json differs from what was sent');
  expectEqual(response.headers.get('etag'), `"sha256-${sha256(modelFile)}"`, 'ETag of the save');
  const weights = await registry.bytes(new URL('model.weights.bin', answer.links.load));
  expect(weights.equals(sent.get('model.weights.bin')), 'model.weights.bin differs from what was sent');
  expectEqual(answer.files,
      [{path: 'model.weights.bin', role: 'shard', bytes: weights.length, sha256: sha256(weights)}], 'files');
  expectEqual(answer.digest, digestOf([['model.json', modelFile], ['model.weights.bin', weights]]), 'digest');
}

async function optimizerState() {
  if (!client.keepsOptimizerWeights) {
    return; // includeOptimizer is ignored
  }
  await check('optimizer: its weights are kept in the group "optimizer"', async () => {
    const built = await KINDS.trained(tf);
    const {answer} = await save(nameOf('optimizer-weights'), built);
    const {weightsManifest: [{weights}]} = JSON.parse(await registry.bytes(answer.links.load));
    const kept = weights.filter(({group}) => group === 'optimizer');
    expectEqual(kept.length, (await built.model.optimizer.getWeights()).length, 'optimizer weights');
  });
  if (client.restoresOptimizer) {
    await check('optimizer: training goes on where it stopped', async () => {
      const built = await KINDS.trained(tf);
      const {answer} = await save(nameOf('optimizer-state'), built);
      const loaded = await client.loadLayers(client.handler(registry.bare(answer.model), {headers}));
      expectEqual(await optimizerOf(loaded), await optimizerOf(built.model), 'optimizer state');
      expectEqual(loaded.optimizer.getClassName(), 'Adam', 'optimizer');
    });
  }
}

async function userMetadata() {
  if (!client.keepsMetadata) {
    return; // no setUserDefinedMetadata
  }
  await check('user metadata comes back as it was', async () => {
    const {answer} = await save(nameOf('metadata'), KINDS.described(tf));
    const loaded = await client.loadLayers(client.handler(registry.bare(answer.model), {headers}));
    expectEqual(loaded.getUserDefinedMetadata(), METADATA, 'metadata');
  });
}

async function graphModels() {
  if (!client.readsGraphs) {
    return; // no loadGraphModel
  }
  const model = nameOf('graph');
  const artifacts = affineGraph(2);
  const input = tf.tensor2d([[1, -2, 3], [0.25, 0.5, -0.75]]);
  const expected = await bitsOf((await tf.loadGraphModel(fromMemory(artifacts))).predict(input));
  const expectSame = async loaded => expectEqual(await bitsOf((await loaded).predict(input)), expected, 'prediction');
  const requestInit = {headers};

  await check('graph: is saved as a graph model', async () => {
    const {responses: [response]} = await client.handler(registry.save(model), {headers}).save(artifacts);
    const answer = await response.json();
    expectEqual([response.status, answer.format, answer.version], [201, 'graph-model', 1], 'status, format, version');
  });
  for (const ref of ['', '/1', '/@latest']) {
    const url = `${registry.save(model)}${ref}`;
    await check(`graph: loads by ${ref || 'the bare'}/model.json`, () =>
      expectSame(client.loadGraph(`${url}/model.json`, {requestInit})));
    await check(`graph: loads by ${ref || 'the bare'} folder, fromTFHub`, () =>
      expectSame(client.loadGraph(url, {requestInit, fromTFHub: true})));
  }
  if (client.streamsWeights) {
    await check('graph: loads with streamed weights', () =>
      expectSame(client.loadGraph(registry.bare(model), {requestInit, streamWeights: true})));
  }
}

/** A copy, because releases differ in what they leave of the artifacts they were given. */
function fromMemory(artifacts) {
  return {load: async () => ({...artifacts, weightData: artifacts.weightData.slice(0)})};
}

async function oneHandlerForBoth() {
  await check('one handler on a bare model.json saves, loads, saves again and loads the new version', async () => {
    const handler = client.handler(registry.bare(nameOf('one-handler')), {headers});
    for (const version of [1, 2]) {
      const built = KINDS.dense(tf);
      const {responses: [response]} = await built.model.save(handler);
      expectEqual((await response.json()).version, version, 'version');
      await expectSameModel(built, handler);
    }
  });
  await check('a handler made for PUT saves, and its load shows 405', async () => {
    const handler = client.handler(registry.bare(nameOf('put-handler')), {method: 'PUT', headers});
    const {responses: [response]} = await KINDS.dense(tf).model.save(handler);
    expectEqual(response.status, 201, 'status');
    await expectFailure(client.loadLayers(handler), client.statusShown(405), 'load with PUT');
  });
}

async function namedByHeaderOrQuery() {
  const full = nameOf('uploaded');
  const [, short] = full.split('/');
  const ways = {
    'X-Model-Name': [`${base}/upload`, {'X-Model-Name': full}, full],
    'X-Model-Name without a namespace': [`${base}/upload`, {'X-Model-Name': short}, `default/${short}`],
    '?model=': [`${base}/upload?model=${encodeURIComponent(nameOf('queried'))}`, {}, nameOf('queried')],
  };
  for (const [way, [url, naming, model]] of Object.entries(ways)) {
    await check(`/upload with ${way} saves ${model.replace(`-${run}`, '')}, /download loads it`, async () => {
      const built = KINDS.dense(tf);
      const {responses: [response]} = await built.model.save(client.handler(url, {headers: {...headers, ...naming}}));
      expectEqual((await response.json()).model, model, 'model');
      const download = `${base}/download/${model.replace(/^default\//, '')}/model.json`;
      await expectSameModel(built, client.handler(download, {headers}));
    });
  }
  await check('X-Model-Visibility: public can be loaded without credentials, by the URL alone', async () => {
    const built = KINDS.dense(tf);
    const {answer} = await save(nameOf('public'), built, {headers: {...headers, 'X-Model-Visibility': 'public'}});
    await expectSameModel(built, answer.links.latest);
    await expectSameModel(built, answer.links.load);
  });
}

async function credentials() {
  const built = KINDS.dense(tf);
  const model = nameOf('private');
  await check('X-API-Key is as good as Authorization', async () => {
    const {answer} = await save(model, built, {headers: registry.apiKey});
    await expectSameModel(built, client.handler(answer.links.load, {headers: registry.apiKey}));
  });
  await check('an access token of the issuer is as good as a key, and no key', async () => {
    const ofIssuer = {Authorization: `Bearer ${token}`};
    const {answer} = await save(nameOf('by-token'), built, {headers: ofIssuer});
    await expectSameModel(built, client.handler(answer.links.load, {headers: ofIssuer}));
    await expectFailure(built.model.save(client.handler(registry.save(model), {headers: {'X-API-Key': token}})),
        /status 401/, 'save');
  });
  await check('a header given in the other era\'s way: the user sees 401, its text names requestInit', async () => {
    const {fetchFunc, exchanges} = recorder();
    const handler = client.mistakenHandler(registry.save(model), {method: 'PUT', headers, fetchFunc});
    await expectFailure(built.model.save(handler), /status 401/, 'save');
    const problem = await exchanges[0].response.json();
    expect(problem.detail.includes('requestInit'), `detail does not name requestInit: ${problem.detail}`);
  });
  await check('without credentials a load shows 401', () =>
    expectFailure(client.loadLayers(registry.bare(model)), client.statusShown(401), 'load'));
  await check('a model that does not exist shows 404', () =>
    expectFailure(client.loadLayers(client.handler(registry.bare(nameOf('nowhere')), {headers})),
        client.statusShown(404), 'load'));
  await check('a refused shard has an empty body, which no client can take for weights', async () => {
    const response = await fetch(`${registry.save(model)}/1/model.weights.bin`);
    expectEqual([response.status, (await response.arrayBuffer()).byteLength], [401, 0], 'status, bytes');
  });
}

/** The client tells its user a number; the registry keeps the story for who saved. */
async function refusedSaves() {
  const namespace = `tfjs-refused-${releaseName.replace('.', '-')}-${run}`;
  const publisher = await registry.keyFor(namespace, 'read', 'publish');
  const reader = await registry.keyFor(namespace, 'read');
  const built = KINDS.dense(tf);
  const url = registry.save(`${namespace}/m`);
  await save(`${namespace}/m`, built, {headers: {...publisher, 'Idempotency-Key': 'first'}});
  const refused = (model, used) => model.save(client.handler(url, {headers: used}));

  await check('a save without the right shows 403', () => expectFailure(refused(built.model, reader), /status 403/, 'save'));
  await check('a save that makes no sense shows 422, and the registry tells the story afterwards', async () => {
    await expectFailure(refused(KINDS.dense(tf).model, {...publisher, 'Idempotency-Key': 'first'}), /status 422/, 'save');
    const {status, type} = await registry.lastRefusal(publisher);
    expectEqual([status, type], [422, '/problems/idempotency-key-reused'], 'status, type');
  });
  if (client.keepsMetadata) {
    await check('a save that is too large shows 413', async () => {
      const large = KINDS.dense(tf).model;
      large.setUserDefinedMetadata({notes: 'x'.repeat(33 << 20)});
      await expectFailure(refused(large, publisher), /status 413/, 'save');
    });
  }
}

async function movingVersions() {
  const moving = {'the bare model.json': 'model.json', '@latest': '@latest/model.json'};
  for (const [by, path] of Object.entries(moving)) {
    await check(`a load by ${by} that is overtaken by a save stays with its version`, async () => {
      const model = nameOf(path === 'model.json' ? 'overtaken' : 'overtaken-latest');
      const first = KINDS.dense(tf);
      await save(model, first);
      const overtaking = async (url, init) => {
        const response = await fetch(url, init);
        if (new URL(url).pathname.endsWith('/model.json')) {
          await save(model, KINDS.dense(tf));
        }
        return response;
      };
      await expectSameModel(first, client.handler(`${registry.save(model)}/${path}`, {headers, fetchFunc: overtaking}));
    });
  }
}

async function links() {
  const model = nameOf('linked');
  const [first, second] = [KINDS.dense(tf), KINDS.dense(tf)];
  await save(`${model}?alias=p`, first);
  const [version, alias, saves] = await Promise.all(
      ['versions/1/links', 'aliases/p/links', 'save-links'].map(what => registry.link(model, what)));
  await check('a link to a version loads by its URL alone, as does one to an alias', async () => {
    await expectSameModel(first, version.load);
    await expectSameModel(first, alias.load);
  });
  await check('a link saves by its URL alone', async () => {
    const {responses: [response]} = await second.model.save(saves.save);
    const answer = await response.json();
    expectEqual([response.status, answer.version], [201, 2], 'status, version');
    await expectSameModel(second, client.handler(answer.links.load, {headers}));
  });
  await check('the link to the alias follows it, the other one stays', async () => {
    await save(`${model}?alias=p`, second);
    await expectSameModel(second, alias.load);
    await expectSameModel(first, version.load);
  });
  await check('a link shows 401 once it is revoked', async () => {
    await fetch(`${base}/api/v1/models/${model}/links/${version.id}`, {method: 'DELETE', headers});
    await expectFailure(client.loadLayers(version.load), client.statusShown(401), 'load');
  });
}

async function fullNamespace() {
  const namespace = `tfjs-full-${run}`;
  await registry.limit(namespace, {bytesQuota: 10});
  const large = tf.sequential({layers: [tf.layers.dense({units: 2300, inputShape: [2300]})]});
  for (const [what, model] of Object.entries({'a small model': KINDS.dense(tf).model, 'one of 21 MB': large})) {
    await check(`a save of ${what} that its namespace has no room for shows 507`, () =>
      expectFailure(model.save(client.handler(registry.save(`${namespace}/m`), {headers})), /status 507/, 'save'));
  }
}

/** Saves as a user does, and tells what went over the wire. */
async function save(model, built, {headers: used = headers, ...options} = {}) {
  const {fetchFunc, exchanges} = recorder();
  const handler = client.handler(registry.save(model), {headers: used, fetchFunc, ...options});
  const result = await built.model.save(handler, built.saveOptions);
  const [response] = result.responses;
  const sent = new Map();
  for (const [, part] of exchanges[0].form) {
    sent.set(part.name, Buffer.from(await part.arrayBuffer()));
  }
  return {result, response, sent, answer: await response.json()};
}

/** A fetchFunc, which every release accepts, that remembers the form and a copy of the answer. */
function recorder() {
  const exchanges = [];
  const fetchFunc = async (url, init) => {
    const response = await fetch(url, init);
    exchanges.push({form: init.body, response: response.clone()});
    return response;
  };
  return {fetchFunc, exchanges};
}

async function expectSameModel({model, input}, source) {
  const loaded = await client.loadLayers(source);
  const [expected, actual] = [await snapshotOf(model, input), await snapshotOf(loaded, input)];
  expectEqual(actual.weights, expected.weights, 'weights');
  expectEqual(actual.prediction, expected.prediction, 'prediction');
}
