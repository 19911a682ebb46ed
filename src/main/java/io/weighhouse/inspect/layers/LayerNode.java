package io.weighhouse.inspect.layers;

import java.util.List;
import java.util.Optional;

/**
 * One layer of a model, as its file has it.
 *
 * @param config never has the layers of a nested model
 * @param calls what it was called with, call by call; none in a sequential model
 * @param model the model that this layer is, or wraps
 * @param wrapped the layer that this layer wraps, where that is no model
 */
public record LayerNode(String name, String className, LayerConfig config, List<List<TensorRef>> calls,
        Optional<ModelNode> model, Optional<LayerNode> wrapped) {

    public LayerNode {
        calls = List.copyOf(calls);
    }

    /** Names of the layers from which it takes its inputs. */
    public List<String> inputs() {
        return calls.stream().flatMap(List::stream).map(TensorRef::layer).distinct().toList();
    }

    /** Whether it is a model itself, not a layer around one. */
    public boolean isModel() {
        return model.isPresent() && model.get().className().equals(className);
    }
}
