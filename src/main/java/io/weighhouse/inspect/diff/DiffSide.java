package io.weighhouse.inspect.diff;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.weighhouse.inspect.TableRow;
import io.weighhouse.inspect.Topology;
import io.weighhouse.modelfile.ManifestGroup;
import io.weighhouse.modelfile.ModelFile;
import io.weighhouse.modelfile.WeightSpec;

/** One of the two versions that are compared. */
public final class DiffSide {

    private static final int FINGERPRINT = 16;

    private final Topology topology;
    private final Map<String, WeightContent> weights = new LinkedHashMap<>();

    private DiffSide(Topology topology) {
        this.topology = topology;
    }

    /**
     * Reads what a version says of itself.
     *
     * @param fingerprints 16 bytes a tensor, in the order of the weights manifest
     * @param digests of its files, by path
     */
    public static DiffSide of(byte[] modelFile, Optional<byte[]> fingerprints, Map<String, String> digests) {
        DiffSide side = new DiffSide(Topology.of(modelFile));
        int position = 0;
        for (ManifestGroup group : ModelFile.read(modelFile).manifest().groups()) {
            var files = new WeightContent.Files(group.paths().stream().map(path -> digests.getOrDefault(path, "")).toList(),
                    group.weights());
            for (WeightSpec spec : group.weights()) {
                int from = position * FINGERPRINT;
                Optional<byte[]> own = fingerprints.filter(all -> all.length >= from + FINGERPRINT)
                        .map(all -> Arrays.copyOfRange(all, from, from + FINGERPRINT));
                side.weights.put(spec.name(), new WeightContent(spec, own, files));
                position++;
            }
        }
        return side;
    }

    Topology topology() {
        return topology;
    }

    Map<String, WeightContent> weights() {
        return weights;
    }

    Map<String, TableRow> rows(boolean graph) {
        Map<String, TableRow> rows = new LinkedHashMap<>();
        if (topology.graph() == graph) {
            topology.rows().forEach(row -> rows.putIfAbsent(row.path(), row));
        }
        return rows;
    }

    Optional<String> unreadable() {
        return topology.unreadable();
    }

    static List<String> missingIn(Map<String, ?> some, Map<String, ?> others) {
        return some.keySet().stream().filter(name -> !others.containsKey(name)).toList();
    }
}
