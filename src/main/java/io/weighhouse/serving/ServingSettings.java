package io.weighhouse.serving;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.weighhouse.settings.PositiveDuration;

/** How loads are served. */
@ConfigMapping(prefix = "weighhouse.serving")
public interface ServingSettings {

    /** Memory for model files and small files that are kept ready to be sent; the least used ones go first. */
    @WithDefault("64M")
    MemorySize readyMemory();

    /** The largest file but JSON that is kept ready in memory. Larger ones are streamed from the store each time. */
    @WithDefault("256K")
    MemorySize readyFileSize();

    /**
     * For how long a numbered version is served without asking the database: deletion and visibility act after it at the
     * latest.
     */
    @WithDefault("2s")
    Duration standing();

    /**
     * Most bytes of weights that {@code artifacts.json} carries; a client holds such a document in memory several times.
     */
    @WithDefault("64M")
    MemorySize maxArtifactsWeights();

    /** Memory for large model files while they are made and sent, whoever reads them; default: a quarter of the heap. */
    Optional<MemorySize> largeFilesMemory();

    /** How long a load waits for some of it, until it is refused (503). */
    @WithDefault("10s")
    Duration largeFilesWait();

    /** Silence after which a reader that takes no more bytes is cut off. */
    @WithDefault("60s")
    @WithConverter(PositiveDuration.class)
    Duration stalledReader();
}
