// Models of every kind whose tables are compared with what TensorFlow.js says of them.

/** Builders by kind. */
export const INSPECTED = {
  dense: tf => tf.sequential({layers: [
    tf.layers.dense({units: 5, activation: 'relu', inputShape: [3]}),
    tf.layers.dropout({rate: 0.5}),
    tf.layers.dense({units: 2, useBias: false}),
    tf.layers.activation({activation: 'softmax'}),
  ]}),

  convolutional: tf => tf.sequential({layers: [
    tf.layers.conv2d({filters: 4, kernelSize: 3, strides: 2, padding: 'same', inputShape: [17, 18, 3]}),
    tf.layers.batchNormalization(),
    tf.layers.leakyReLU(),
    tf.layers.zeroPadding2d({padding: [[1, 2], [0, 1]]}),
    tf.layers.conv2d({filters: 6, kernelSize: [2, 3], dilationRate: 2}),
    tf.layers.maxPooling2d({poolSize: 2, strides: 1}),
    tf.layers.prelu({sharedAxes: [1, 2]}),
    tf.layers.averagePooling2d({poolSize: 2, padding: 'same'}),
    tf.layers.flatten(),
    tf.layers.dense({units: 3}),
  ]}),

  separable: tf => tf.sequential({layers: [
    tf.layers.separableConv2d({filters: 5, kernelSize: 3, depthMultiplier: 2, inputShape: [12, 12, 2]}),
    tf.layers.depthwiseConv2d({kernelSize: 3, depthMultiplier: 3, padding: 'same'}),
    tf.layers.conv2dTranspose({filters: 4, kernelSize: 3, strides: 2}),
    tf.layers.conv2dTranspose({filters: 2, kernelSize: 3, strides: 2, padding: 'same'}),
    tf.layers.upSampling2d({size: [2, 1]}),
    tf.layers.cropping2D({cropping: [[1, 2], [3, 0]]}),
    tf.layers.globalAveragePooling2d({}),
    tf.layers.reshape({targetShape: [2, 1]}),
  ]}),

  sequence: tf => tf.sequential({layers: [
    tf.layers.conv1d({filters: 4, kernelSize: 3, padding: 'same', inputShape: [20, 2]}),
    tf.layers.maxPooling1d({poolSize: 2}),
    tf.layers.gru({units: 5, returnSequences: true}),
    tf.layers.timeDistributed({layer: tf.layers.dense({units: 3})}),
    tf.layers.simpleRNN({units: 4}),
    tf.layers.repeatVector({n: 6}),
    tf.layers.permute({dims: [2, 1]}),
    tf.layers.globalMaxPooling1d({}),
  ]}),

  volumes: tf => tf.sequential({layers: [
    tf.layers.conv3d({filters: 2, kernelSize: 3, inputShape: [8, 9, 10, 1]}),
    tf.layers.maxPooling3d({poolSize: 2, strides: 2}),
    tf.layers.conv3dTranspose({filters: 3, kernelSize: 2}),
    tf.layers.flatten(),
    tf.layers.layerNormalization({}),
  ]}),

  text: tf => tf.sequential({layers: [
    tf.layers.embedding({inputDim: 50, outputDim: 8, inputLength: 7}),
    tf.layers.bidirectional({layer: tf.layers.lstm({units: 4, returnSequences: true})}),
    tf.layers.bidirectional({layer: tf.layers.gru({units: 3}), mergeMode: 'sum'}),
    tf.layers.dense({units: 1}),
  ]}),

  cells: tf => tf.sequential({layers: [
    tf.layers.rnn({
      cell: tf.layers.stackedRNNCells({cells: [tf.layers.lstmCell({units: 3}), tf.layers.gruCell({units: 4})]}),
      returnSequences: true, inputShape: [6, 2],
    }),
    tf.layers.rnn({cell: tf.layers.simpleRNNCell({units: 5})}),
  ]}),

  frames: tf => tf.sequential({layers: [
    tf.layers.convLstm2d({filters: 2, kernelSize: 3, returnSequences: true, inputShape: [3, 8, 8, 1]}),
    tf.layers.convLstm2d({filters: 3, kernelSize: 2}),
  ]}),

  'multi-input': tf => {
    const left = tf.input({shape: [4]});
    const right = tf.input({shape: [6]});
    const wide = tf.layers.dense({units: 6}).apply(left);
    const sum = tf.layers.add().apply([wide, right]);
    const joined = tf.layers.concatenate({axis: 1}).apply([sum, left]);
    const cosine = tf.layers.dot({axes: 1}).apply([wide, right]);
    return tf.model({inputs: [left, right], outputs: [tf.layers.dense({units: 2}).apply(joined), cosine]});
  },

  states: tf => {
    const input = tf.input({shape: [5, 3]});
    const [output, h, c] = tf.layers.lstm({units: 4, returnState: true}).apply(input);
    return tf.model({inputs: input, outputs: tf.layers.multiply().apply([output, h, c])});
  },

  shared: tf => {
    const [a, b] = [tf.input({shape: [4]}), tf.input({shape: [4]})];
    const tower = tf.layers.dense({units: 3, name: `tower_${Math.random().toString(36).slice(2)}`});
    const difference = tf.layers.maximum().apply([tower.apply(a), tower.apply(b)]);
    return tf.model({inputs: [a, b], outputs: tf.layers.dense({units: 1}).apply(difference)});
  },

  nested: tf => {
    const encoder = tf.sequential({layers: [
      tf.layers.conv2d({filters: 3, kernelSize: 3, inputShape: [10, 10, 1]}),
      tf.layers.batchNormalization(),
      tf.layers.globalMaxPooling2d({}),
    ]});
    const features = tf.input({shape: [3]});
    const head = tf.model({inputs: features, outputs: tf.layers.dense({units: 2}).apply(features)});
    const [a, b] = [tf.input({shape: [10, 10, 1]}), tf.input({shape: [10, 10, 1]})];
    const both = tf.layers.average().apply([encoder.apply(a), encoder.apply(b)]);
    return tf.model({inputs: [a, b], outputs: head.apply(both)});
  },

  'nested-sequential': tf => tf.sequential({layers: [
    tf.sequential({layers: [tf.layers.dense({units: 4, inputShape: [3]}), tf.layers.dense({units: 5})]}),
    tf.layers.dense({units: 1}),
  ]}),

  frozen: tf => tf.sequential({layers: [
    tf.layers.dense({units: 8, inputShape: [4], trainable: false}),
    tf.layers.batchNormalization({scale: false}),
    tf.layers.dense({units: 2}),
  ]}),

  'open-dimensions': tf => tf.sequential({layers: [
    tf.layers.conv2d({filters: 2, kernelSize: 3, inputShape: [null, null, 3]}),
    tf.layers.maxPooling2d({poolSize: 2}),
    tf.layers.globalAveragePooling2d({}),
  ]}),
};
