package io.weighhouse.upkeep;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.database.ReadAudit;
import io.weighhouse.catalog.database.RefusedSaves;

/** Deletes what is kept for a time only: refused saves, and old entries of the audit where the operator wants that. */
@ApplicationScoped
class ForgetOld {

    private final ReadAudit audit;
    private final RefusedSaves refusals;
    private final UpkeepSettings settings;

    ForgetOld(ReadAudit audit, RefusedSaves refusals, UpkeepSettings settings) {
        this.audit = audit;
        this.refusals = refusals;
        this.settings = settings;
    }

    Uni<Void> forget() {
        return refusals.forgetOld()
                .chain(() -> settings.keepAudit().map(this::forgetAudit).orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> forgetAudit(Duration age) {
        return Multi.createBy().repeating().uni(() -> audit.forget(age)).whilst(more -> more).onItem().ignoreAsUni();
    }
}
