package io.weighhouse.catalog.api.inspect;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How topologies and comparisons are served. */
@ConfigMapping(prefix = "weighhouse.inspect")
public interface InspectSettings {

    /** Memory for tables and comparisons that are kept ready to be sent; the least used ones go first. */
    @WithDefault("16M")
    MemorySize readyMemory();
}
