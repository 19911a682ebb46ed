package io.weighhouse.inspect;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighhouse.inspect.layers.ModelReader;
import io.weighhouse.modelfile.ModelFile;

/**
 * What is in a version, as a flat table.
 *
 * @param unreadable why there is no table; empty where there is one
 * @param graph whether the rows are nodes of a graph, not layers
 * @param rows layers, those of a nested model after it, or nodes of a graph
 * @param others weights that belong to no row: those of the optimizer, and those whose name leads nowhere
 */
public record Topology(Optional<String> format, boolean graph, Optional<String> unreadable, Totals totals,
        List<TableRow> rows, List<Weight> others, Optional<Needs> needs) {

    public Topology {
        rows = List.copyOf(rows);
        others = List.copyOf(others);
    }

    /** Reads a model file that was accepted once; whatever its topology holds, this comes to an end in bounded memory. */
    public static Topology of(byte[] modelFile) {
        ModelFile file = ModelFile.read(modelFile);
        try {
            return table(file);
        } catch (UnreadableTopology e) {
            return withoutTable(file, e.getMessage());
        }
    }

    /** The same version where the table would be too large to be shown. */
    public Topology withoutTable(String reason) {
        return new Topology(format, graph, Optional.of(reason), totals, List.of(), List.of(), Optional.empty());
    }

    private static Topology table(ModelFile file) throws UnreadableTopology {
        JsonNode topology = TopologyTree.read(file.topology()
                .orElseThrow(() -> new UnreadableTopology("The version has no topology, only weights")));
        if (topology.path("node").isArray()) {
            return new GraphTable(file, topology).topology();
        }
        return new LayerTable(file, ModelReader.read(topology)
                .orElseThrow(() -> new UnreadableTopology("The topology is neither a model of layers nor a graph")))
                .topology();
    }

    private static Topology withoutTable(ModelFile file, String reason) {
        WeightSums sums = WeightSums.of(file.manifest());
        boolean graph = file.format().filter(ModelFile.GRAPH_MODEL::equals).isPresent();
        return new Topology(file.format(), graph, Optional.of(reason), sums.totals(0), List.of(), sums.weights(),
                Optional.empty());
    }
}
