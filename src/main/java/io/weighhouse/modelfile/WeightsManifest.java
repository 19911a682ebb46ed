package io.weighhouse.modelfile;

import java.util.List;
import java.util.OptionalLong;

/** All groups of a model file, in order; without any, the version is topology-only. */
public record WeightsManifest(List<ManifestGroup> groups) {

    /** Of a model file that names no weights at all. */
    public static final WeightsManifest EMPTY = new WeightsManifest(List.of());

    public WeightsManifest {
        groups = List.copyOf(groups);
    }

    /** Paths of all shards in manifest order; no path stands twice. */
    public List<String> paths() {
        return groups.stream().flatMap(group -> group.paths().stream()).toList();
    }

    /** Number of bytes of all groups; empty where a string tensor makes it depend on the data. */
    public OptionalLong declaredBytes() {
        if (groups.stream().anyMatch(group -> group.declaredBytes().isEmpty())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(groups.stream().mapToLong(ManifestGroup::leastBytes).reduce(0, Math::addExact));
    }
}
