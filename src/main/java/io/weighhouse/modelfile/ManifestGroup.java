package io.weighhouse.modelfile;

import java.util.List;
import java.util.OptionalLong;

/**
 * One group of the weights manifest: the concatenation of the shards at {@code paths}, in this order, is the concatenation of
 * the {@code weights}. Paths are without a leading {@code ./}.
 */
public record ManifestGroup(List<String> paths, List<WeightSpec> weights) {

    public ManifestGroup {
        paths = List.copyOf(paths);
        weights = List.copyOf(weights);
    }

    /** Number of bytes that the weights declare; empty where a string tensor makes it depend on the data. */
    public OptionalLong declaredBytes() {
        return weights.stream().anyMatch(WeightSpec::isVariable) ? OptionalLong.empty() : OptionalLong.of(leastBytes());
    }

    /** Number of bytes that the weights declare, counting every string as empty. */
    public long leastBytes() {
        return weights.stream().mapToLong(WeightSpec::leastBytes).reduce(0, Math::addExact);
    }
}
