package io.weighhouse.publish;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.settings.PositiveDuration;

/** What a save may be like, and how long it may take. */
@ConfigMapping(prefix = "weighhouse.upload")
public interface PublishSettings {

    /** How long a lease lasts where nothing else is set. */
    String LEASE = "1h";

    /** How often leases are renewed where nothing else is set. */
    String LEASE_RENEWAL = "5m";

    /**
     * The model that a save to {@code /upload} means where it names none. Created public; without it such a save is refused.
     */
    Optional<@WithConverter(DefaultModel.class) ModelName> defaultModel();

    /** The largest body of a save. */
    @WithDefault("16G")
    MemorySize maxBodySize();

    /** The largest model file: it is held in memory while it is checked. */
    @WithDefault("32M")
    MemorySize maxModelFileSize();

    /** The most form parts of a save. */
    @WithDefault("10000")
    int maxParts();

    /** The most bytes of headers of one form part. */
    @WithDefault("32K")
    MemorySize maxPartHeaderSize();

    /** The most headers of one form part. */
    @WithDefault("32")
    int maxPartHeaders();

    /** The most files beside the model file and its shards. */
    @WithDefault("64")
    int maxExtraFiles();

    /** The largest of them. */
    @WithDefault("64M")
    MemorySize maxExtraFileSize();

    /** The most saves at a time on one server; others are asked to come back (503). */
    @WithDefault("2000")
    int maxConcurrent();

    /** Silence after which a save is cut off and what it stored is discarded. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration idleTimeout();

    /** The least that a save must bring in each {@link #paceWindow}, else it is cut off. 0: any trickle is taken. */
    @WithDefault("16K")
    MemorySize leastPace();

    /** Time over which the pace is measured; time that the store keeps the client waiting does not count. */
    @WithDefault("60s")
    @WithConverter(PositiveDuration.class)
    Duration paceWindow();

    /** Life of a running save after its process died: clean-up discards it then. Renewed while bytes flow. */
    @WithDefault(LEASE)
    @WithConverter(PositiveDuration.class)
    Duration lease();

    /** How often the leases of running saves are renewed; well below the lease. */
    @WithDefault(LEASE_RENEWAL)
    @WithConverter(PositiveDuration.class)
    Duration leaseRenewal();
}
