package io.weighhouse.upkeep;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.weighhouse.settings.PositiveDuration;

/** When the clean-up runs. */
@ConfigMapping(prefix = "weighhouse.upkeep")
public interface UpkeepSettings {

    /** Time between two runs on one replica. */
    @WithDefault("1m")
    @WithConverter(PositiveDuration.class)
    Duration every();

    /** Time before the first run. */
    @WithDefault("10s")
    Duration delay();

    /** How long entries of the audit are kept; without it for ever. */
    Optional<Duration> keepAudit();
}
