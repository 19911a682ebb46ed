package io.weighhouse.inspect.layers;

/**
 * One output of one call of a layer, as other layers name it.
 *
 * @param call how often the layer was called before
 * @param shape what the file says of it, beside the reference
 */
record TensorRef(String layer, int call, int output, Shape shape) {
}
