package io.weighhouse.telemetry;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Gives the meters of each HTTP server a port. One that listens on any free port has none to tell, but all meters of a name
 * must
 * have the same tags, or the second server does not start.
 */
@Singleton
class PortsOfServers implements MeterFilter {

    private static final String PORT = "server.port";
    private static final String ANY = "any";

    @Override
    public Meter.Id map(Meter.Id id) {
        boolean isOfServer = id.getName().startsWith("http.server.bytes") || id.getName().startsWith("http.server.connections")
                || id.getName().startsWith("http.server.active");
        return isOfServer && id.getTag(PORT) == null ? id.withTag(Tag.of(PORT, ANY)) : id;
    }
}
