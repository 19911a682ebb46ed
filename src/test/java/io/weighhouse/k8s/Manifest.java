package io.weighhouse.k8s;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/** One object for the cluster, as its file says it. */
record Manifest(JsonNode node) {

    String kind() {
        return node.path("kind").asText();
    }

    String name() {
        return node.at("/metadata/name").asText();
    }

    boolean is(String kind, String name) {
        return kind().equals(kind) && name().equals(name);
    }

    JsonNode at(String pointer) {
        return node.at(pointer);
    }

    /** The pods that it makes, where it makes some. */
    Optional<JsonNode> podTemplate() {
        return Optional.of(node.at("/spec/template")).filter(template -> template.path("spec").has("containers"));
    }

    Stream<JsonNode> containers() {
        return podTemplate().stream().flatMap(template -> elements(template.at("/spec/containers")));
    }

    /** Whether the labels of its pods are those that {@code selector}, a map of labels, asks for. */
    boolean isSelectedBy(JsonNode selector) {
        return podTemplate().filter(template -> labels(template.at("/metadata/labels")).entrySet()
                .containsAll(labels(selector).entrySet())).isPresent();
    }

    String fault(String message, Object... arguments) {
        return kind() + "/" + name() + ": " + message.formatted(arguments);
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static List<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).toList();
    }

    private static Map<String, String> labels(JsonNode map) {
        Map<String, String> labels = new TreeMap<>();
        map.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }
}
