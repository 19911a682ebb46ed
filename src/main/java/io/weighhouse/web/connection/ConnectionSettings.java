package io.weighhouse.web.connection;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long a connection is kept on which nothing is asked. */
@ConfigMapping(prefix = "weighhouse.connections")
public interface ConnectionSettings {

    /** Time in which a new connection must have brought the headers of its first request, whole, else it is closed. */
    @WithDefault("30s")
    Duration headersTimeout();

    /** Time after an answer in which the next request must have come, its headers whole, else the connection is closed. */
    @WithDefault("75s")
    Duration keepAlive();
}
