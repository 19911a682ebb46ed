// Real models, saved as the folders a converter writes and loaded with the newest TensorFlow.js.
//   node real-models.mjs --base http://127.0.0.1:8080 --key wh_… [--model inception_v3]
import {createRequire} from 'node:module';
import {argumentsOf} from './arguments.mjs';
import {formOf, inSubfolder} from './folders.mjs';
import {artifactsOf, converterFolder, REAL_MODELS} from './nsfw-models.mjs';
import {digestOf, Registry, sha256} from './registry.mjs';
import {release} from './releases.mjs';
import {check, expect, expectEqual, summary} from './report.mjs';
import {bytesOf, expectSameWeights} from './weights.mjs';

const {base, key, model: only} = argumentsOf({required: ['base', 'key'], optional: ['model']});
const registry = new Registry(base, key);
const {tf} = await release('4.22');
// an inception takes a quarter of a minute a prediction in plain JavaScript
createRequire(import.meta.url)('@tensorflow/tfjs-backend-wasm');
await tf.setBackend('wasm');
const run = `${Date.now().toString(36)}${process.pid.toString(36)}`;
const LABELS = ['labels.txt', Buffer.from('drawing\nneutral\nother\n')];

for (const name of only ? [only] : Object.keys(REAL_MODELS)) {
  await realModel(name, REAL_MODELS[name], await converterFolder(name));
}
summary();

async function realModel(name, {format, shards, inputShape}, folder) {
  const model = `nsfw/${name}-${run}`;
  const files = [...folder, LABELS];
  const local = tf.io.fromMemory(artifactsOf(folder));
  let answer;

  await check(`${name}: the folder is saved as one version`, async () => {
    const response = await post(model, files);
    expectEqual(response.status, 201, 'status');
    answer = await response.json();
    expectEqual([answer.format, answer.version, answer.digest], [format, 1, digestOf(files)], 'format, version, digest');
    expectEqual(answer.files, files.slice(1).map(([path, bytes], i) =>
      ({path, role: i < shards ? 'shard' : 'extra', bytes: bytes.length, sha256: sha256(bytes)})), 'files');
  });
  if (!answer) {
    return; // the loads have nothing to say beyond that
  }
  for (const [order, ordered] of Object.entries(ordersOf(files))) {
    await check(`${name}: the same form parts ${order} are the same version`, async () => {
      const response = await post(model, ordered);
      const {version, created, digest} = await response.json();
      expectEqual([response.status, version, created, digest], [200, 1, false, answer.digest], 'status, version, created, digest');
    });
  }
  await check(`${name}: every file is kept byte for byte`, async () => {
    for (const [path, bytes] of files) {
      expect((await registry.bytes(`${registry.save(model)}/1/${path}`)).equals(bytes), `${path} differs`);
    }
  });
  await check(`${name}: the extra file follows the bare model and @latest`, async () => {
    for (const ref of ['', '/@latest']) {
      expect((await registry.bytes(`${registry.save(model)}${ref}/labels.txt`)).equals(LABELS[1]), `${ref}/labels.txt differs`);
    }
  });
  for (const [by, url] of Object.entries(registry.loads(answer))) {
    await check(`${name}: loads by ${by}, weights bit for bit`, async () =>
      expectSameWeights(await load(format, http(url)), await load(format, local)));
  }
  await check(`${name}: predicts what it predicts without a registry`, async () => {
    const loaded = await load(format, http(registry.bare(model)));
    const expected = prediction(await load(format, local), inputShape);
    expectEqual(prediction(loaded, inputShape), expected, 'prediction');
  });
  await check(`${name}: loads from shards in a folder below`, async () => {
    const nested = `nsfw/${name}-nested-${run}`;
    const response = await post(nested, inSubfolder(folder).reverse());
    expectEqual(response.status, 201, 'status');
    expectSameWeights(await load(format, http(registry.bare(nested))), await load(format, local));
  });
}

function post(model, files) {
  return fetch(registry.save(model), {method: 'POST', headers: registry.bearer, body: formOf(files)});
}

function ordersOf([modelFile, ...others]) {
  return {
    'with the model file last': [...others, modelFile],
    'in reverse': [modelFile, ...others].reverse(),
    'with the extra file first': [others.at(-1), modelFile, ...others.slice(0, -1)],
    'with the model file in the middle': [others[0], modelFile, ...others.slice(1)],
  };
}

function http(url) {
  return tf.io.http(url, {requestInit: {headers: registry.bearer}});
}

function load(format, source) {
  return format === 'graph-model' ? tf.loadGraphModel(source) : tf.loadLayersModel(source);
}

function prediction(model, inputShape) {
  const size = inputShape.reduce((a, b) => a * b);
  const input = tf.tensor(Float32Array.from({length: size}, (_, i) => (Math.sin(i) + 1) / 2), inputShape);
  const outputs = [model.predict(input)].flat();
  const bits = outputs.map(output => ({shape: output.shape, bits: bytesOf(output).toString('hex')}));
  tf.dispose([input, outputs]);
  model.dispose();
  return bits;
}
