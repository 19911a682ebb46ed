package io.weighhouse.catalog;

import java.util.OptionalInt;

/**
 * The alias that a save moves to its version.
 *
 * @param standing version where it must stand for that, 0 for nowhere; empty where it may stand anywhere
 */
public record AliasWish(AliasName alias, OptionalInt standing) {
}
