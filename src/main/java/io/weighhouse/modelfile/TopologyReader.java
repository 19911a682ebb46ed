package io.weighhouse.modelfile;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.weighhouse.modelfile.JsonScanner.Token;

/**
 * Reads over the value of {@code modelTopology}, which stays opaque, and picks up what people search for: the classes of
 * layers,
 * also in nested models and wrappers, or the ops of a graph. Serves once.
 */
final class TopologyReader {

    private static final int MAX_NAMES = 1_000;
    private static final int MAX_NAME_LENGTH = 100;
    private static final Set<String> LAYERS_KEYS = Set.of("class_name", "model_config", "keras_version", "keras");

    /** What an open object or array is to the search. */
    private enum Role {
        OTHER,
        LAYERS,
        LAYER,
        NODES,
        NODE
    }

    private final JsonScanner scanner;
    private final Role[] roles = new Role[JsonPath.MAX_DEPTH + 1];
    private final SortedSet<String> names = new TreeSet<>();
    private boolean layers;
    private boolean graph;
    private int top;
    private String key = "";

    TopologyReader(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /** Reads the value that begins with {@code first}. */
    void read(Token first) {
        if (first != Token.OBJECT) {
            scanner.skip(first);
            return;
        }
        top = scanner.path().depth();
        roles[top] = Role.OTHER;
        while (scanner.path().depth() >= top) {
            read(scanner.next(), scanner.path().depth());
        }
    }

    /** The format that the topology has by its look; empty where it looks like none. */
    String format() {
        return graph ? ModelFile.GRAPH_MODEL : layers ? ModelFile.LAYERS_MODEL : "";
    }

    /** Classes of layers, or ops. */
    SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(names);
    }

    private void read(Token token, int depth) {
        switch (token) {
            case KEY -> readKey(depth);
            case OBJECT -> roles[depth] = roleOfObject(roles[depth - 1]);
            case ARRAY -> {
                roles[depth] = roleOfArray(depth);
                key = "";
            }
            case STRING -> readString(roles[depth]);
            case OBJECT_END -> key = "";
            default -> {
                // neither opens anything nor names anything
            }
        }
    }

    private void readKey(int depth) {
        key = scanner.text();
        layers |= depth == top && LAYERS_KEYS.contains(key);
    }

    /** The key is empty where the parent is an array. */
    private Role roleOfObject(Role parent) {
        return switch (parent) {
            case LAYERS -> Role.LAYER;
            case NODES -> Role.NODE;
            default -> key.equals("layer") || key.endsWith("_layer") ? Role.LAYER : Role.OTHER;
        };
    }

    /** Until TF.js 1.0 a sequential model's {@code config} was the array of its layers. */
    private Role roleOfArray(int depth) {
        if (depth == top + 1 && key.equals("node")) {
            graph = true;
            return Role.NODES;
        }
        return key.equals("layers") || key.equals("config") ? Role.LAYERS : Role.OTHER;
    }

    private void readString(Role role) {
        boolean named = role == Role.LAYER && key.equals("class_name") || role == Role.NODE && key.equals("op");
        if (named && scanner.end() - scanner.start() <= MAX_NAME_LENGTH && names.size() < MAX_NAMES) {
            names.add(scanner.text());
        }
    }
}
