// The models the clients save: small, one a feature of the format.

/** Builders of `{model, input, saveOptions}` by kind; a release builds those its formats can express. */
export const KINDS = {
  dense: tf => ({
    model: tf.sequential({layers: [
      tf.layers.dense({units: 5, activation: 'relu', inputShape: [3]}),
      tf.layers.dense({units: 2}),
    ]}),
    input: ramp(tf, [4, 3]),
  }),

  convolutional: tf => ({
    model: tf.sequential({layers: [
      tf.layers.conv2d({filters: 4, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 1]}),
      tf.layers.batchNormalization(),
      tf.layers.maxPooling2d({poolSize: 2}),
      tf.layers.flatten(),
      tf.layers.dense({units: 3, activation: 'softmax'}),
    ]}),
    input: ramp(tf, [2, 8, 8, 1]),
  }),

  trained: async tf => {
    const {model, input} = KINDS.dense(tf);
    model.compile({optimizer: tf.train.adam(0.01), loss: 'meanSquaredError'});
    await model.fit(input, ramp(tf, [4, 2]), {epochs: 2, verbose: 0});
    return {model, input, saveOptions: {includeOptimizer: true}};
  },

  weightless: tf => ({
    model: tf.sequential({layers: [tf.layers.flatten({inputShape: [2, 3]}), tf.layers.activation({activation: 'tanh'})]}),
    input: ramp(tf, [2, 2, 3]),
  }),

  described: tf => {
    const built = KINDS.dense(tf);
    built.model.setUserDefinedMetadata(METADATA);
    return built;
  },
};

/** Text outside ASCII, quotes and nesting: all of it must come back. */
export const METADATA = {labels: ['Löwe', '虎', '🦁'], note: 'a "quoted" \\ text', nested: {threshold: 0.5, none: null}};

/** y = x · kernel + bias as a GraphDef, the format of loadGraphModel, with the weights that belong to it. */
export function affineGraph(seed) {
  const kernel = Float32Array.from({length: 6}, (_, i) => seed + i / 7);
  const bias = Float32Array.from([seed / 3, -seed]);
  const weightData = new Uint8Array(32);
  weightData.set(new Uint8Array(kernel.buffer), 0);
  weightData.set(new Uint8Array(bias.buffer), 24);
  return {
    format: 'graph-model',
    modelTopology: {node: graphNodes(), versions: {producer: 1}},
    weightSpecs: [{name: 'kernel', shape: [3, 2], dtype: 'float32'}, {name: 'bias', shape: [2], dtype: 'float32'}],
    weightData: weightData.buffer,
  };
}

/** What a model is to its user: its weights and what it answers, as dtype, shape and bytes. */
export async function snapshotOf(model, input) {
  const weights = model.getWeights ? model.getWeights() : [];
  return {
    weights: await Promise.all(weights.map(bitsOf)),
    prediction: await bitsOf(model.predict(input)),
  };
}

/** The state of the optimizer: iteration count and moments. */
export async function optimizerOf(model) {
  const weights = await model.optimizer.getWeights();
  return Promise.all(weights.map(({tensor}) => bitsOf(tensor)));
}

/** Bits, not numbers: two different NaNs, or -0 and 0, are different. */
export async function bitsOf(tensor) {
  const values = await tensor.data();
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return {dtype: tensor.dtype, shape: [...tensor.shape], bits: bytes.toString('hex')};
}

function ramp(tf, shape) {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(Float32Array.from({length: size}, (_, i) => Math.sin(i + 1)), shape);
}

function graphNodes() {
  const float = {type: 'DT_FLOAT'};
  const shape = (...sizes) => ({shape: {dim: sizes.map(size => ({size: String(size)}))}});
  return [
    {name: 'x', op: 'Placeholder', attr: {dtype: float, shape: shape(-1, 3)}},
    {name: 'kernel', op: 'Const', attr: {dtype: float, value: {tensor: {dtype: 'DT_FLOAT', tensorShape: shape(3, 2).shape}}}},
    {name: 'bias', op: 'Const', attr: {dtype: float, value: {tensor: {dtype: 'DT_FLOAT', tensorShape: shape(2).shape}}}},
    {name: 'product', op: 'MatMul', input: ['x', 'kernel'],
      attr: {T: float, transpose_a: {b: false}, transpose_b: {b: false}}},
    {name: 'y', op: 'Add', input: ['product', 'bias'], attr: {T: float}},
  ];
}
