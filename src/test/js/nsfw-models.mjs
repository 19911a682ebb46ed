// Real models out of the package nsfwjs, as the folders tensorflowjs_converter once wrote: model.json and shards.

export const REAL_MODELS = {
  mobilenet_v2: {format: 'layers-model', shards: 1, inputShape: [1, 224, 224, 3]},
  mobilenet_v2_mid: {format: 'graph-model', shards: 2, inputShape: [1, 224, 224, 3]},
  inception_v3: {format: 'layers-model', shards: 6, inputShape: [1, 299, 299, 3]},
};

/** The folder as `[path, bytes]` pairs, model.json first, then the shards in the order of the weights manifest. */
export async function converterFolder(name) {
  const [definition] = Object.values(await import(`nsfwjs/models/${name}`));
  const {default: modelFile} = await definition.modelJson();
  const shards = await Promise.all(definition.weightBundles.map(bundle => bundle()));
  const paths = modelFile.weightsManifest.flatMap(group => group.paths);
  if (paths.length !== shards.length) {
    throw new Error(`${name}: ${paths.length} paths, ${shards.length} shards`);
  }
  return [
    ['model.json', Buffer.from(JSON.stringify(modelFile))],
    ...shards.map((shard, i) => [paths[i], Buffer.from(shard.default, 'base64')]),
  ];
}

/** The folder's model without any server: what tf.io.http would have made of the same bytes. */
export function artifactsOf([[, modelFile], ...shards]) {
  const {weightsManifest, ...artifacts} = JSON.parse(modelFile);
  const bytes = Buffer.concat(shards.map(([, shard]) => shard));
  return {
    ...artifacts,
    weightSpecs: weightsManifest.flatMap(group => group.weights),
    weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  };
}
