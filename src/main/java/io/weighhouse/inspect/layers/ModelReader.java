package io.weighhouse.inspect.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads the topology of a layers model, whatever release of Keras or TensorFlow.js wrote it. */
public final class ModelReader {

    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

    private ModelReader() {
    }

    /** The model; empty where the topology is something else. */
    public static Optional<ModelNode> read(JsonNode topology) {
        JsonNode wrapped = topology.path("model_config");
        JsonNode model = wrapped.isObject() ? wrapped : topology;
        return isModel(model) ? Optional.of(model(model)) : Optional.empty();
    }

    private static boolean isModel(JsonNode json) {
        return layers(json).isArray()
                && (MODELS.contains(json.path("class_name").asText()) || json.path("config").has("layers"));
    }

    /** Until TF.js 1.0 a sequential model's {@code config} was the array of its layers. */
    private static JsonNode layers(JsonNode model) {
        JsonNode config = model.path("config");
        return config.isArray() ? config : config.path("layers");
    }

    private static ModelNode model(JsonNode json) {
        List<LayerNode> layers = new ArrayList<>();
        for (JsonNode layer : layers(json)) {
            layers.add(layer(layer));
        }
        JsonNode config = json.path("config");
        return new ModelNode(json.path("class_name").asText(), new LayerConfig(without("layers", config)), layers,
                Calls.tensors(config.path("input_layers")), Calls.tensors(config.path("output_layers")));
    }

    private static LayerNode layer(JsonNode json) {
        JsonNode config = json.path("config");
        JsonNode inner = config.path("layer");
        Optional<ModelNode> model = isModel(json) ? Optional.of(model(json))
                : isModel(inner) ? Optional.of(model(inner)) : Optional.empty();
        Optional<LayerNode> wrapped = model.isEmpty() && inner.isObject() ? Optional.of(layer(inner)) : Optional.empty();
        return new LayerNode(name(json), json.path("class_name").asText(), new LayerConfig(own(json, config)),
                Calls.of(json.path("inbound_nodes")), model, wrapped);
    }

    private static String name(JsonNode layer) {
        JsonNode name = layer.path("name");
        return name.isTextual() ? name.textValue() : layer.path("config").path("name").asText();
    }

    /** The layers of a model within have configurations of their own. */
    private static JsonNode own(JsonNode layer, JsonNode config) {
        if (isModel(layer)) {
            return without("layers", config);
        }
        return isModel(config.path("layer")) ? without("layer", config) : config;
    }

    private static JsonNode without(String key, JsonNode config) {
        if (!config.isObject()) {
            return LayerConfig.NONE.json();
        }
        ObjectNode rest = ((ObjectNode) config).objectNode();
        config.properties().stream().filter(member -> !member.getKey().equals(key))
                .forEach(member -> rest.set(member.getKey(), member.getValue()));
        return rest;
    }
}
