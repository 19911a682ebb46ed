// The two documents that a version can be had as, where TensorFlow.js reads them: unpacked by file:// and from a static
// server, and from memory.
//   node bundles.mjs --base http://127.0.0.1:8080 --key wh_…
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {argumentsOf} from './arguments.mjs';
import {formOf, inSubfolder, splitByLayer, unzipped, written} from './folders.mjs';
import {KINDS, snapshotOf} from './models.mjs';
import {artifactsOf, converterFolder} from './nsfw-models.mjs';
import {Registry} from './registry.mjs';
import {release} from './releases.mjs';
import {check, expect, expectEqual, summary} from './report.mjs';
import {serve} from './static-server.mjs';
import {expectSameWeights} from './weights.mjs';

const {base, key} = argumentsOf({required: ['base', 'key']});
const registry = new Registry(base, key);
const headers = registry.bearer;
const {tf} = await release('4.22');
// tfjs-node itself needs a native library; the handler behind its file:// does not
const {nodeFileSystemRouter} = createRequire(import.meta.url)('@tensorflow/tfjs-node/dist/io/file_system.js');
tf.io.registerLoadRouter(nodeFileSystemRouter);
tf.io.registerSaveRouter(nodeFileSystemRouter);
const run = `${Date.now().toString(36)}${process.pid.toString(36)}`;

const keras = await converterFolder('mobilenet_v2');
const graph = await converterFolder('mobilenet_v2_mid');
await bundled('keras', 'layers-model', keras);
await bundled('keras-split-by-layer', 'layers-model', splitByLayer(keras));
await bundled('graph-in-subfolder', 'graph-model', inSubfolder(graph));
await savedByFile();
summary();

async function bundled(name, format, folder) {
  const model = `bundles/${name}-${run}`;
  const files = [...folder, ['assets/labels.txt', Buffer.from('drawing\nneutral\n')]];
  const local = () => load(format, tf.io.fromMemory(artifactsOf(folder)));
  let answer;
  let archive;

  await check(`${name}: the converter's folder is taken as it is`, async () => {
    const response = await fetch(registry.save(model), {method: 'POST', headers, body: formOf(files)});
    answer = await response.json();
    expectEqual([response.status, answer.files?.length], [201, files.length - 1], 'status, files');
  });
  await check(`${name}: bundle.zip holds the folder, file by file`, async () => {
    archive = unzipped(await registry.bytes(answer.links.bundle));
    expectEqual(archive.map(([path]) => path), files.map(([path]) => path), 'paths');
    archive.forEach(([path, bytes], i) => expect(bytes.equals(files[i][1]), `${path} differs`));
  });
  await check(`${name}: unpacked it loads by file://, bit for bit`, async () => {
    const path = join(await written(archive), 'model.json');
    expectSameWeights(await load(format, `file://${path}`), await local());
  });
  await check(`${name}: unpacked it loads from a static server`, async () => {
    const contents = new Map(archive);
    const server = await serve(path => contents.has(path.slice(1))
      && {type: 'application/octet-stream', bytes: contents.get(path.slice(1))});
    expectSameWeights(await load(format, `${server.url}/model.json`), await local());
    await server.close();
  });
  await check(`${name}: artifacts.json loads from memory`, async () => {
    const url = answer.links.load.replace('model.json', 'artifacts.json');
    const artifacts = JSON.parse(await registry.bytes(url));
    artifacts.weightData = Uint8Array.from(atob(artifacts.weightData), c => c.charCodeAt(0)).buffer;
    expectSameWeights(await load(format, tf.io.fromMemory(artifacts)), await local());
  });
}

/** The other way: what file:// wrote is saved as it lies there. */
async function savedByFile() {
  await check('a folder that file:// wrote is taken as it is', async () => {
    const built = await KINDS.trained(tf);
    const folder = await written([]);
    await built.model.save(`file://${folder}`, built.saveOptions);
    const files = await Promise.all(['model.json', 'weights.bin'].map(async path => [path, await readFile(join(folder, path))]));
    const response = await fetch(registry.save(`bundles/by-file-${run}`), {method: 'POST', headers, body: formOf(files)});
    expectEqual(response.status, 201, 'status');
    const {links} = await response.json();
    const loaded = await tf.loadLayersModel(tf.io.http(links.load, {requestInit: {headers}}));
    expectEqual(await snapshotOf(loaded, built.input), await snapshotOf(built.model, built.input), 'weights and prediction');
  });
}

function load(format, source) {
  return format === 'graph-model' ? tf.loadGraphModel(source) : tf.loadLayersModel(source);
}
