package io.weighhouse.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighhouse.inspect.layers.Shape;
import io.weighhouse.modelfile.ModelFile;

/** Makes the table of a graph model: its nodes, then those of its functions. Serves once. */
final class GraphTable {

    private final ModelFile file;
    private final WeightSums sums;
    private final JsonNode graph;
    private final Map<String, Weight> weights = new HashMap<>();
    private final List<TableRow> rows = new ArrayList<>();

    GraphTable(ModelFile file, JsonNode graph) {
        this.file = file;
        this.sums = WeightSums.of(file.manifest());
        this.graph = graph;
    }

    Topology topology() {
        sums.weights().stream().filter(weight -> !weight.spec().optimizer())
                .forEach(weight -> weights.put(weight.spec().name(), weight));
        graph.path("node").forEach(node -> rows.add(row("", node)));
        for (JsonNode function : graph.path("library").path("function")) {
            String name = function.path("signature").path("name").asText();
            function.path("nodeDef").forEach(node -> rows.add(row(name, node)));
        }
        SortedSet<String> ops = new TreeSet<>();
        rows.forEach(row -> ops.add(row.type()));
        // what no node took
        List<Weight> others = sums.weights().stream()
                .filter(weight -> weight.spec().optimizer() || weights.containsKey(weight.spec().name())).toList();
        return new Topology(Optional.of(file.format().orElse(ModelFile.GRAPH_MODEL)), true, Optional.empty(),
                sums.totals(rows.size()), rows, others, Optional.of(Needs.ofGraph(ops)));
    }

    private TableRow row(String within, JsonNode node) {
        String name = node.path("name").asText();
        JsonNode attributes = node.path("attr");
        List<Weight> own = Optional.ofNullable(weights.remove(name)).map(List::of).orElse(List.of());
        OptionalLong parameters = own.isEmpty() ? OptionalLong.of(0) : sums.parameters(own);
        return new TableRow(within, name, node.path("op").asText(), shapes(attributes, own), parameters,
                inputs(node.path("input")), own, 0, attributes);
    }

    private static List<Shape> shapes(JsonNode attributes, List<Weight> own) {
        JsonNode listed = attributes.path("_output_shapes").path("list").path("shape");
        if (listed.isArray()) {
            return StreamSupport.stream(listed.spliterator(), false).map(GraphTable::shape).toList();
        }
        if (!own.isEmpty()) {
            return List.of(new Shape(true, own.get(0).spec().shape()));
        }
        JsonNode said = attributes.path("shape").path("shape");
        return said.path("dim").isArray() ? List.of(shape(said)) : List.of();
    }

    /** Protocol buffers as JSON: sizes are numbers or texts, and left out where they are 0. */
    private static Shape shape(JsonNode json) {
        if (json.path("unknownRank").asBoolean()) {
            return Shape.UNKNOWN;
        }
        List<Long> dims = new ArrayList<>();
        json.path("dim").forEach(dim -> dims.add(Math.max(Shape.OPEN, dim.path("size").asLong())));
        return new Shape(true, dims);
    }

    /** Names of nodes: {@code ^x} only orders, {@code x:1} is one output of several. */
    private static List<String> inputs(JsonNode input) {
        return StreamSupport.stream(input.spliterator(), false).map(JsonNode::asText)
                .map(text -> text.startsWith("^") ? text.substring(1) : text)
                .map(text -> text.contains(":") ? text.substring(0, text.indexOf(':')) : text)
                .distinct().toList();
    }
}
