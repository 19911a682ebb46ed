package io.weighhouse.catalog;

import java.time.Instant;

/**
 * The end of a save.
 *
 * @param number of the version that has these bytes now
 * @param createdAt when that version was published
 * @param created false where the newest version already had these bytes
 */
public record Published(Candidate content, int number, Instant createdAt, boolean created) {
}
