// Tables and comparisons of models against what TensorFlow.js itself says of them.
//   node inspect.mjs --base http://127.0.0.1:8080 --key wh_…
import {readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {argumentsOf} from './arguments.mjs';
import {INSPECTED} from './inspected-models.mjs';
import {affineGraph, KINDS} from './models.mjs';
import {artifactsOf, converterFolder, REAL_MODELS} from './nsfw-models.mjs';
import {Registry} from './registry.mjs';
import {release} from './releases.mjs';
import {check, expect, expectEqual, summary} from './report.mjs';

const {base, key} = argumentsOf({required: ['base', 'key']});
const registry = new Registry(base, key);
const {tf} = await release('4.22');
const run = `${Date.now().toString(36)}${process.pid.toString(36)}`;
const nameOf = what => `inspect/${what}-${run}`;

for (const [kind, build] of Object.entries(INSPECTED)) {
  await builtModel(kind, build(tf));
}
for (const [name, real] of Object.entries(REAL_MODELS)) {
  await realModel(name, real);
}
await trainedModel();
await changedModels();
await graphs();
await features();
summary();

async function builtModel(kind, model) {
  await check(`${kind}: parameters, shapes and inputs are those of TensorFlow.js`, async () => {
    const answer = await save(nameOf(kind), model);
    expectSameModel(await topologyOf(answer), model);
  });
  await check(`${kind}: the same without weights has the same shapes`, async () => {
    const {modelTopology} = await artifactsBy(model);
    const answer = await postTopology(nameOf(`${kind}-bare`), {modelTopology, format: 'layers-model'});
    const topology = await topologyOf(answer);
    expectShapes(topology, model);
    expectEqual(topology.totals.parameters, null, 'parameters');
  });
}

async function realModel(name, {format}) {
  await check(`${name}: parameters and shapes are those of TensorFlow.js`, async () => {
    const folder = await converterFolder(name);
    const form = new FormData();
    folder.forEach(([path, bytes]) => form.append(path, new Blob([bytes]), path));
    const response = await fetch(registry.save(nameOf(name)), {method: 'POST', headers: registry.bearer, body: form});
    const topology = await topologyOf(await response.json());
    const local = tf.io.fromMemory(artifactsOf(folder));
    if (format === 'graph-model') {
      expectSameGraph(topology, await tf.loadGraphModel(local));
    } else {
      expectSameModel(topology, await tf.loadLayersModel(local));
    }
  });
}

function expectSameGraph(topology, model) {
  const weights = Object.values(model.weights).flat();
  const parameters = weights.reduce((sum, {size}) => sum + size, 0);
  expectEqual(topology.totals.parameters, parameters, 'parameters');
  const nodes = Object.keys(model.executor.graph.nodes);
  const names = new Set(topology.nodes.map(({name}) => name));
  expect(nodes.every(node => names.has(node)), 'a node is missing');
  expectEqual(topology.needs.custom, [], 'custom ops');
  model.dispose();
}

function expectSameModel(topology, model) {
  expectEqual(topology.unreadable, undefined, 'unreadable');
  expectEqual(topology.totals.parameters, model.countParams(), 'parameters');
  const trainable = model.trainableWeights.reduce((sum, {shape}) => sum + shape.reduce((a, b) => a * b, 1), 0);
  expectEqual(topology.totals.trainable, trainable, 'trainable parameters');
  expectShapes(topology, model);
  for (const [layer, row] of rowsOf(topology, model)) {
    expectEqual(row.parameters, layer.countParams(), `parameters of ${layer.name}`);
    expectEqual(row.class, layer.getClassName(), `class of ${layer.name}`);
  }
  expectEqual(topology.needs.custom, [], 'custom layers');
  expectEqual(topology.otherWeights, undefined, 'weights without a layer');
}

function expectShapes(topology, model) {
  for (const [layer, row, owner] of rowsOf(topology, model)) {
    expectEqual(row.outputShape, shapeOf(layer), `output shape of ${layer.name}`);
    // the nodes of a sequential model are not in its file
    if (owner.getClassName() !== 'Sequential') {
      const inbound = layer.inboundNodes.filter(node => node.inboundLayers.length > 0 && isIn(owner, node))
          .flatMap(node => node.inboundLayers.map(({name}) => name));
      expectEqual(row.inputs, [...new Set(inbound)], `inputs of ${layer.name}`);
    }
  }
}

/** A nested model was called once more when it was made. */
function isIn(model, node) {
  return node.inboundLayers.every(layer => model.layers.includes(layer)) && model.layers.includes(node.outboundLayer);
}

/** Null where the shapes of several calls differ. */
function shapeOf(layer) {
  try {
    return layer.outputShape;
  } catch {
    return null;
  }
}

function rowsOf(topology, model, within) {
  return model.layers.flatMap(layer => {
    const row = topology.layers.find(one => one.name === layer.name && one.within === within);
    expect(row, `no row for ${layer.name} in ${within ?? 'the model'}`);
    const inner = layer.layers ? rowsOf(topology, layer, within ? `${within}/${layer.name}` : layer.name) : [];
    return [[layer, row, model], ...inner];
  });
}

async function trainedModel() {
  await check('trained: weights of the optimizer are no parameters', async () => {
    const {model, saveOptions} = await KINDS.trained(tf);
    const answer = await save(nameOf('trained'), model, saveOptions);
    const topology = await topologyOf(answer);
    expectEqual(topology.totals.parameters, model.countParams(), 'parameters');
    expectEqual(topology.otherWeights.every(({optimizer}) => optimizer), true, 'weights of the optimizer');
    expectEqual(topology.otherWeights.length, (await model.optimizer.getWeights()).length, 'their number');
  });
}

async function changedModels() {
  await check('a diff names the layer, the key and the weights that changed', async () => {
    const name = nameOf('changed');
    const build = units => tf.sequential({layers: [
      tf.layers.dense({name: 'first', units, inputShape: [3]}),
      tf.layers.dense({name: 'second', units: 2, kernelInitializer: 'ones', biasInitializer: 'zeros'}),
    ]});
    await save(name, build(5));
    await save(name, build(6));
    const diff = await get(`${base}/api/v1/models/${name}/versions/1/diff/2`);
    expectEqual(diff.layers, {added: [], removed: [], changed: [{name: 'first', config: {units: [5, 6]}}]}, 'layers');
    expectEqual(diff.weights.changed, ['first/kernel', 'first/bias', 'second/kernel'], 'changed weights');
    expectEqual(diff.weights.specs['first/bias'].map(({shape}) => shape), [[5], [6]], 'shapes');
    expectEqual(diff.weights.unchanged, 1, 'unchanged weights');
  });
  await check('a diff of an epoch of training names the weights alone', async () => {
    const name = nameOf('epoch');
    const model = tf.sequential({layers: [
      tf.layers.dense({units: 4, inputShape: [3], trainable: false}), tf.layers.dense({units: 1}),
    ]});
    const [frozen, trained] = model.layers.map(layer => layer.weights.map(({originalName}) => originalName));
    await save(name, model);
    model.compile({optimizer: 'sgd', loss: 'meanSquaredError'});
    await model.fit(tf.ones([8, 3]), tf.ones([8, 1]), {verbose: 0});
    await save(name, model);
    const diff = await get(`${base}/api/v1/models/${name}/versions/1/diff/2`);
    expectEqual(diff.layers, {added: [], removed: [], changed: []}, 'layers');
    expectEqual([diff.weights.changed, diff.weights.unchanged], [trained, frozen.length], 'weights');
  });
}

async function graphs() {
  await check('graph: nodes, shapes and weights are in the table, a changed weight is in the diff', async () => {
    const name = nameOf('graph');
    for (const seed of [1, 2]) {
      await tf.io.http(registry.save(name), {requestInit: {headers: registry.bearer}}).save(affineGraph(seed));
    }
    const topology = await get(`${base}/api/v1/models/${name}/versions/2/topology`);
    expectEqual(topology.totals, {nodes: 5, parameters: 8, weightBytes: 32}, 'totals');
    expectEqual(topology.nodes.map(({name, op, outputShape, inputs}) => [name, op, outputShape, inputs]), [
      ['x', 'Placeholder', [null, 3], []], ['kernel', 'Const', [3, 2], []], ['bias', 'Const', [2], []],
      ['product', 'MatMul', null, ['x', 'kernel']], ['y', 'Add', null, ['product', 'bias']],
    ], 'nodes');
    const diff = await get(`${base}/api/v1/models/${name}/versions/1/diff/2`);
    expectEqual(diff.nodes, {added: [], removed: [], changed: []}, 'nodes');
    expectEqual(diff.weights.changed, ['kernel', 'bias'], 'weights');
  });
}

/** What is built into TensorFlow.js, as its own packages say it. */
async function features() {
  const require = createRequire(import.meta.url);
  await check('every layer that TensorFlow.js has is known, and no other', async () => {
    const layers = Object.entries(tf.serialization.SerializationMap.getMap().classNameMap)
        .filter(([, [type]]) => type.prototype instanceof tf.layers.Layer || isCell(type)).map(([name]) => name);
    expect(layers.length > 50, 'these are not all layers');
    expectEqual(await customOf('layers', [...layers, 'NoSuchLayer']), ['NoSuchLayer'], 'custom layers');
  });
  await check('every op that TensorFlow.js has is known, and no other', async () => {
    const folder = join(dirname(require.resolve('@tensorflow/tfjs-converter/package.json')), 'dist/operations/op_list');
    const lists = readdirSync(folder).filter(file => file.endsWith('.js') && !file.endsWith('_test.js'));
    const ops = [...new Set(lists.flatMap(file => require(join(folder, file)).json.map(({tfOpName}) => tfOpName)))];
    expect(ops.length > 200, 'these are not all ops');
    expectEqual(await customOf('graph', [...ops, 'NoSuchOp']), ['NoSuchOp'], 'custom ops');
  });
}

function isCell(type) {
  return typeof type.className === 'string' && /Cells?$/.test(type.className);
}

async function customOf(what, names) {
  const modelTopology = what === 'graph' ? {node: names.map(op => ({name: op, op}))}
    : {class_name: 'Sequential', config: {name: 'all', layers: names.map(name => ({class_name: name, config: {name}}))}};
  const answer = await postTopology(nameOf(`all-${what}`), {modelTopology});
  return (await topologyOf(answer)).needs.custom;
}

async function save(name, model, options) {
  const handler = tf.io.http(registry.save(name), {requestInit: {headers: registry.bearer}});
  const {responses: [response]} = await model.save(handler, options);
  return response.json();
}

async function postTopology(name, modelFile) {
  const form = new FormData();
  form.append('model.json', new Blob([JSON.stringify(modelFile)]), 'model.json');
  const response = await fetch(registry.save(name), {method: 'POST', headers: registry.bearer, body: form});
  expectEqual(response.status, 201, 'status of the save');
  return response.json();
}

async function artifactsBy(model) {
  let kept;
  await model.save(tf.io.withSaveHandler(async artifacts => {
    kept = artifacts;
    return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
  }));
  return kept;
}

function topologyOf({model, version}) {
  return get(`${base}/api/v1/models/${model}/versions/${version}/topology`);
}

async function get(url) {
  return JSON.parse(await registry.bytes(url));
}
