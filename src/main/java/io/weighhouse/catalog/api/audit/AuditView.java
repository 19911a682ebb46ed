package io.weighhouse.catalog.api.audit;

import java.time.Instant;

import io.weighhouse.catalog.AuditEntry;

/** An entry of the audit as answers show it. */
record AuditView(Instant at, String who, String action, String target, String from) {

    static AuditView of(AuditEntry entry) {
        return new AuditView(entry.at(), entry.who(), entry.action(), entry.target(), entry.from());
    }
}
