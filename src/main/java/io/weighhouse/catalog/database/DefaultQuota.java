package io.weighhouse.catalog.database;

import java.util.OptionalLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.configuration.MemorySize;
import io.weighhouse.catalog.Quota;

/** What the settings say about namespaces that have no quotas of their own. */
@ApplicationScoped
class DefaultQuota {

    private final QuotaSettings settings;

    DefaultQuota(QuotaSettings settings) {
        this.settings = settings;
    }

    Quota get() {
        OptionalLong bytes = settings.bytes().map(MemorySize::asLongValue).map(OptionalLong::of).orElse(OptionalLong.empty());
        return new Quota(bytes, settings.versions(), settings.models());
    }
}
