package io.weighhouse.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** The blob store under the registry that is tested. */
public class StoreResource implements QuarkusTestResourceLifecycleManager {

    private static Path data;

    static Set<String> storedKeys() {
        Path blobs = data.resolve("blobs");
        if (!Files.exists(blobs)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(blobs)) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> file.getParent().getFileName() + "/" + file.getFileName()).toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Map<String, String> start() {
        try {
            data = Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()), "store-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return Map.of("weighhouse.data", data.toString());
    }

    @Override
    public void stop() {
    }
}
