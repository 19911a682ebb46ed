package io.weighhouse.catalog.database;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the registry waits for its database. */
@ConfigMapping(prefix = "weighhouse.database")
public interface DatabaseSettings {

    /**
     * How long an answer of the database is waited for; then the request is refused (503), whatever the database does later.
     */
    @WithDefault("30s")
    Duration answerTimeout();
}
