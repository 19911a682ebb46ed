package io.weighhouse.catalog.database;

import java.util.Optional;
import java.util.OptionalLong;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;

/** How much a namespace may hold that has no quotas of its own. */
@ConfigMapping(prefix = "weighhouse.quota")
public interface QuotaSettings {

    /** Most bytes of blobs, each counted once; without it there is no limit. */
    Optional<MemorySize> bytes();

    /** Most versions that are not deleted; without it there is no limit. */
    OptionalLong versions();

    /** Most models; without it there is no limit. */
    OptionalLong models();
}
