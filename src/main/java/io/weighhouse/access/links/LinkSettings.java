package io.weighhouse.access.links;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.weighhouse.settings.PositiveDuration;

/** Links that stand for a credential. */
@ConfigMapping(prefix = "weighhouse.links")
public interface LinkSettings {

    /**
     * Secrets of 32 characters or more: the first signs new links, links that any of them signed count. Without any, one is
     * made and kept in the database; it counts no more once there are some.
     */
    Optional<List<String>> signingKeys();

    /** Longest life of a link. */
    @WithDefault("365d")
    @WithConverter(PositiveDuration.class)
    Duration maxLifetime();
}
