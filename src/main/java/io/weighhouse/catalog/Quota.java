package io.weighhouse.catalog;

import java.util.OptionalLong;

/**
 * How much a namespace may hold; empty: as much as comes.
 *
 * @param bytes of blobs, each counted once
 * @param versions that are not deleted
 */
public record Quota(OptionalLong bytes, OptionalLong versions, OptionalLong models) {
}
