package io.weighhouse.inspect.layers;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads {@code inbound_nodes}: what a layer was called with, in the words of Keras 2 and TensorFlow.js
 * ({@code [["dense", 0, 0, {}]]}) or of Keras 3 ({@code {"args": [{"class_name": "__keras_tensor__", …}]}}).
 */
final class Calls {

    private Calls() {
    }

    static List<List<TensorRef>> of(JsonNode inboundNodes) {
        List<List<TensorRef>> calls = new ArrayList<>();
        for (JsonNode call : inboundNodes) {
            List<TensorRef> tensors = new ArrayList<>();
            collect(call, tensors);
            calls.add(List.copyOf(tensors));
        }
        return calls;
    }

    /** Reads {@code [["dense", 0, 0]]} and, as Keras 3 writes a single one, {@code ["dense", 0, 0]}. */
    static List<TensorRef> tensors(JsonNode refs) {
        List<TensorRef> tensors = new ArrayList<>();
        collect(refs, tensors);
        return tensors;
    }

    /** The depth is bounded by that of the model file. */
    private static void collect(JsonNode json, List<TensorRef> tensors) {
        if (json.isArray() && json.path(0).isTextual()) {
            tensors.add(ref(json, Shape.UNKNOWN));
            // a layer made of an operation has further tensors among its keyword arguments
            json.path(3).forEach(argument -> collectNested(argument, tensors));
        } else if (json.path("class_name").asText().equals("__keras_tensor__")) {
            JsonNode config = json.path("config");
            tensors.add(ref(config.path("keras_history"), Shape.of(config.path("shape"))));
        } else {
            json.forEach(inner -> collectNested(inner, tensors));
        }
    }

    private static void collectNested(JsonNode json, List<TensorRef> tensors) {
        boolean text = json.isArray() && json.path(0).isTextual();
        if (json.isContainerNode() && (!text || json.path(1).isInt() && json.path(2).isInt())) {
            collect(json, tensors);
        }
    }

    private static TensorRef ref(JsonNode history, Shape shape) {
        return new TensorRef(history.path(0).asText(), history.path(1).asInt(), history.path(2).asInt(), shape);
    }
}
