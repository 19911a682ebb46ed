package io.weighhouse.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

import io.smallrye.config.EnvConfigSource;

/**
 * Settings whose values lie in files, as secrets do that a cluster or a container engine mounts: {@code WEIGHHOUSE_X_FILE}
 * names the file with the value of {@code WEIGHHOUSE_X}. A value that cannot be had is never taken for one that is not set.
 */
public final class SecretFiles implements ConfigSourceProvider {

    private static final String PREFIX = "WEIGHHOUSE_";
    private static final String SUFFIX = "_FILE";
    /** What the registry tells itself, where it made the key. */
    private static final String OWN = "WEIGHHOUSE_EMBEDDED_ADMIN_KEY_FILE";
    private static final int MOST_BYTES = 64 * 1024;

    private final Map<String, String> environment;

    /** Of this process' environment. */
    public SecretFiles() {
        this(System.getenv());
    }

    SecretFiles(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ClassLoader ignored) {
        Map<String, String> values = values();
        return values.isEmpty() ? List.of() : List.of(new EnvConfigSource(values, EnvConfigSource.ORDINAL));
    }

    /** Values by the names that the variables would have without files. */
    Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        environment.forEach((variable, file) -> {
            if (variable.startsWith(PREFIX) && variable.endsWith(SUFFIX) && !variable.equals(OWN) && !file.isBlank()) {
                String name = variable.substring(0, variable.length() - SUFFIX.length());
                if (!environment.getOrDefault(name, "").isEmpty()) {
                    throw new IllegalArgumentException("%s and %s are both set; leave one out".formatted(name, variable));
                }
                values.put(name, read(variable, file));
            }
        });
        return values;
    }

    /** Editors end files with a line feed, which belongs to no value. */
    private static String read(String variable, String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException("%s: %s is larger than %d bytes".formatted(variable, file, MOST_BYTES));
            }
            String value = Files.readString(path).replaceFirst("\\r?\\n$", "");
            if (value.isEmpty()) {
                throw new IllegalArgumentException("%s: %s is empty".formatted(variable, file));
            }
            return value;
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException("%s: %s cannot be read: %s".formatted(variable, file, unreadable), unreadable);
        }
    }
}
