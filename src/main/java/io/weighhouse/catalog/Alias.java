package io.weighhouse.catalog;

import java.time.Instant;

/**
 * Where an alias stands.
 *
 * @param version number of the version that it names
 */
public record Alias(AliasName name, int version, Instant movedAt, String movedBy) {
}
