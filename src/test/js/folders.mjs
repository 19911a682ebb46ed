// Folders of files: unpacked from archives, written to disk, sent as a save.
import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import AdmZip from 'adm-zip';

/** What is in an archive, as `[path, bytes]` pairs in its order; its checksums are checked. */
export function unzipped(archive) {
  return new AdmZip(archive).getEntries().map(entry => [entry.entryName, entry.getData()]);
}

/** Writes the files below a new folder in the working directory and tells where that is. */
export async function written(files) {
  const folder = await mkdtemp(join(process.cwd(), 'unpacked-'));
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

/** As `curl -F model.json=@model.json -F f=@group1-shard1of2 …` sends it: the filename tells what a form part is. */
export function formOf(files) {
  const form = new FormData();
  for (const [path, bytes] of files) {
    form.append(path === 'model.json' ? path : 'f', new Blob([bytes]), path);
  }
  return form;
}

/** The same model with its shards under `weights/`. */
export function inSubfolder([[, modelFile], ...shards]) {
  const parsed = JSON.parse(modelFile);
  for (const group of parsed.weightsManifest) {
    group.paths = group.paths.map(path => `./weights/${path}`);
  }
  return [
    ['model.json', Buffer.from(JSON.stringify(parsed))],
    ...shards.map(([path, bytes]) => [`weights/${path}`, bytes]),
  ];
}

/** The same model as `tensorflowjs_converter --split_weights_by_layer` writes it: a manifest group a layer, small shards. */
export function splitByLayer([[, modelFile], ...shards], shardBytes = 64 << 10) {
  const {weightsManifest, ...parsed} = JSON.parse(modelFile);
  const bytes = Buffer.concat(shards.map(([, shard]) => shard));
  const layers = grouped(weightsManifest.flatMap(group => group.weights), layerOf);
  const files = [];
  let at = 0;
  const groups = [...layers.values()].map((weights, group) => {
    const size = weights.reduce((sum, weight) => sum + bytesOf(weight), 0);
    const count = Math.max(1, Math.ceil(size / shardBytes));
    const paths = Array.from({length: count}, (_, shard) => `group${group + 1}-shard${shard + 1}of${count}.bin`);
    paths.forEach((path, shard) =>
      files.push([path, bytes.subarray(at + shard * shardBytes, at + Math.min(size, (shard + 1) * shardBytes))]));
    at += size;
    return {paths, weights};
  });
  return [['model.json', Buffer.from(JSON.stringify({...parsed, weightsManifest: groups}))], ...files];
}

/** What Map.groupBy of newer Nodes does: layers stay in the order in which they first come. */
function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  }
  return groups;
}

function layerOf({name}) {
  return name.split('/')[0];
}

function bytesOf({shape, dtype, quantization}) {
  const each = {uint8: 1, uint16: 2, float16: 2, bool: 1}[quantization ? quantization.dtype : dtype] ?? 4;
  return shape.reduce((product, size) => product * size, 1) * each;
}
