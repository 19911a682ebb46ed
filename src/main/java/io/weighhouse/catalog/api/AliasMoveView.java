package io.weighhouse.catalog.api;

import java.time.Instant;
import java.util.OptionalInt;

import io.weighhouse.catalog.AliasMove;

/**
 * An entry in the history of an alias.
 *
 * @param version null for a removal
 * @param from null for the first move, and after a removal
 */
record AliasMoveView(String alias, Integer version, Instant movedAt, String movedBy, Integer from) {

    static AliasMoveView of(AliasMove move) {
        return new AliasMoveView(move.name().value(), orNull(move.to()), move.movedAt(), move.movedBy(), orNull(move.from()));
    }

    private static Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
