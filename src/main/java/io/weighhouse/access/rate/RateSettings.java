package io.weighhouse.access.rate;

import java.util.OptionalInt;

import io.smallrye.config.ConfigMapping;

/** How often one caller may ask one server. */
@ConfigMapping(prefix = "weighhouse.rate")
public interface RateSettings {

    /** Most saves and other changes a minute, at once or spread; without it there is no limit. */
    OptionalInt changesPerMinute();

    /** Most loads and other questions a minute, each shard counted; without it there is no limit. */
    OptionalInt readsPerMinute();
}
