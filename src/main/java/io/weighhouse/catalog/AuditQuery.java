package io.weighhouse.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries of the audit are asked for.
 *
 * @param model its full name
 * @param since that instant is included
 * @param until that instant is not included
 * @param scope namespaces whose entries the reader may see
 */
public record AuditQuery(Optional<String> namespace, Optional<String> model, Optional<String> who, Optional<String> action,
        Optional<Instant> since, Optional<Instant> until, ReadScope scope) {
}
