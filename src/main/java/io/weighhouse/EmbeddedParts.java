package io.weighhouse;

import java.util.Map;

/**
 * What the registry brings along when it is started without an external database. Found as a service, so that a build
 * without the room {@code embedded} still compiles and starts.
 */
public interface EmbeddedParts extends AutoCloseable {

    /**
     * Starts the parts under the data folder and returns the settings that lead the registry to them.
     *
     * @throws StartupRefused when the data folder is in use or the parts cannot run here
     */
    Map<String, String> start(StartupSettings settings);

    /** Stops what was started; called once the registry no longer uses it, also after a failed start. */
    @Override
    void close();
}
