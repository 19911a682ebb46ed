package io.weighhouse.catalog;

import java.time.Instant;

/**
 * A change, as it was written down in its own transaction.
 *
 * @param from network address that asked for it; empty where the registry did it by itself
 */
public record AuditEntry(long id, Instant at, String who, String action, String target, String from) {
}
