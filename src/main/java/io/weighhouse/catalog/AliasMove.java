package io.weighhouse.catalog;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * One entry in the history of an alias.
 *
 * @param id grows with each move
 * @param from version that it named before; empty for the first move, and after a removal
 * @param to version that it names since; empty for a removal
 */
public record AliasMove(long id, AliasName name, OptionalInt from, OptionalInt to, Instant movedAt, String movedBy) {
}
