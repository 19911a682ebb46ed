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

    static Set<String> storedKeys() {
        try (Stream<Path> files = Files.walk(Path.of("/tmp/wip/blobs"))) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> file.getParent().getFileName() + "/" + file.getFileName()).toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Map<String, String> start() {
        return Map.of();
    }

    @Override
    public void stop() {
    }
}
