package io.weighhouse.inspect;

import java.util.List;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighhouse.inspect.layers.Shape;

/**
 * One layer, or one node of a graph.
 *
 * @param within names of the models, or of the function, that it stands in, joined by {@code /}; empty at the top
 * @param type class of the layer, or op of the node
 * @param outputs shapes of what it puts out; none where they cannot be known
 * @param parameters of its own and of the layers in it; empty where the file does not tell
 * @param weights its own
 * @param inner number of the following rows that stand in it
 * @param config what it was made with
 */
public record TableRow(String within, String name, String type, List<Shape> outputs, OptionalLong parameters,
        List<String> inputs, List<Weight> weights, int inner, JsonNode config) {

    /** Unlike the name alone, different for each row. */
    public String path() {
        return within.isEmpty() ? name : within + "/" + name;
    }
}
