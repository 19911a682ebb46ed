package io.weighhouse.inspect;

import java.util.OptionalLong;

/**
 * What a model comes to.
 *
 * @param rows layers, without the models that they are grouped in, or nodes
 * @param parameters elements of all weights but the optimizer's; empty where the version has no weights manifest
 * @param trainable those that training changes; empty for graphs, which do not tell
 * @param weightBytes empty where string tensors leave it open
 */
public record Totals(int rows, OptionalLong parameters, OptionalLong trainable, OptionalLong weightBytes) {
}
