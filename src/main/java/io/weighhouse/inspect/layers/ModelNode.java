package io.weighhouse.inspect.layers;

import java.util.List;

/**
 * A model: layers one after another, or a graph of them.
 *
 * @param inputs names of its input layers
 * @param outputs empty where it is sequential
 */
public record ModelNode(String className, LayerConfig config, List<LayerNode> layers, List<TensorRef> inputs,
        List<TensorRef> outputs) {

    public ModelNode {
        layers = List.copyOf(layers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    boolean isSequential() {
        return outputs.isEmpty();
    }
}
