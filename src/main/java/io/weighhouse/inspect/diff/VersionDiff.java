package io.weighhouse.inspect.diff;

import java.util.Optional;

/**
 * What lies between two versions. No blob is read for it.
 *
 * @param nodes empty where neither is a graph
 * @param unreadable why layers or nodes could not be compared; weights are compared all the same
 */
public record VersionDiff(RowChanges layers, Optional<RowChanges> nodes, WeightChanges weights,
        Optional<String> unreadable) {

    public static VersionDiff between(DiffSide from, DiffSide to) {
        boolean graph = from.topology().graph() || to.topology().graph();
        return new VersionDiff(RowChanges.of(from, to, false),
                graph ? Optional.of(RowChanges.of(from, to, true)) : Optional.empty(),
                WeightChanges.of(from, to), from.unreadable().or(to::unreadable));
    }
}
