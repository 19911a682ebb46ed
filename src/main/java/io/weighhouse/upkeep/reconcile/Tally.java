package io.weighhouse.upkeep.reconcile;

import java.util.EnumMap;
import java.util.Map;

/** How often what was found; counted on the way, as nothing is kept. */
final class Tally {

    private final Map<Finding.Kind, Long> found = new EnumMap<>(Finding.Kind.class);
    private long right;

    void count(Finding finding) {
        found.merge(finding.kind(), 1L, Long::sum);
    }

    void countRight(int blobs) {
        right += blobs;
    }

    /** No blob of the store is known to the database: they hardly belong together. */
    boolean areStrangers() {
        return right == 0 && of(Finding.Kind.WRONG_SIZE) == 0 && of(Finding.Kind.ORPHAN) > 0;
    }

    boolean isClean() {
        return of(Finding.Kind.MISSING) == 0 && of(Finding.Kind.WRONG_SIZE) == 0
                && of(Finding.Kind.ORPHAN) == of(Finding.Kind.DELETED);
    }

    private long of(Finding.Kind kind) {
        return found.getOrDefault(kind, 0L);
    }

    @Override
    public String toString() {
        return "%d as they should be, %d missing, %d of a wrong size, %d orphans, of which %d deleted".formatted(right,
                of(Finding.Kind.MISSING), of(Finding.Kind.WRONG_SIZE), of(Finding.Kind.ORPHAN), of(Finding.Kind.DELETED));
    }
}
