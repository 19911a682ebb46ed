package io.weighhouse.inspect;

import io.weighhouse.modelfile.WeightSpec;

/**
 * One tensor of a version.
 *
 * @param position in the order of the weights manifest
 */
public record Weight(WeightSpec spec, int position) {
}
