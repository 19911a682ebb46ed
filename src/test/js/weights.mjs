// The weights of two models, compared by their bits.
import {expect, expectEqual} from './report.mjs';

/** Frees both models: inception alone is 90 MB once its weights are floats again. */
export function expectSameWeights(actual, expected) {
  const [actualWeights, expectedWeights] = [weightsOf(actual), weightsOf(expected)];
  expectEqual(actualWeights.length, expectedWeights.length, 'number of weights');
  expect(expectedWeights.length > 100, 'these models have hundreds of weights');
  expectedWeights.forEach((weight, i) => {
    expectEqual([actualWeights[i].dtype, actualWeights[i].shape], [weight.dtype, weight.shape], `weight ${i}`);
    expect(bytesOf(actualWeights[i]).equals(bytesOf(weight)), `weight ${i} has other bits`);
  });
  actual.dispose();
  expected.dispose();
}

/** Of a graph model, weights are a list of tensors a name. */
function weightsOf(model) {
  return model.getWeights ? model.getWeights() : Object.keys(model.weights).sort().flatMap(name => model.weights[name]);
}

export function bytesOf(tensor) {
  const values = tensor.dataSync();
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
