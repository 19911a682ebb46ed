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
import io.weighhouse.storage.s3.S3ProxyServer;

/** The blob store under the registry that is tested: a folder, or with {@code -Dstore=s3} a real S3 server. */
public class StoreResource implements QuarkusTestResourceLifecycleManager {

    private static final boolean S3 = "s3".equals(System.getProperty("store"));

    private static Path data;
    private static S3ProxyServer server;

    /** Everything in the store, committed or not. */
    static Set<String> storedKeys() {
        return S3 ? new TreeSet<>(server.everything()) : keysIn(data.resolve("blobs"));
    }

    /** Deletes an object past the registry. */
    static void remove(String key) {
        if (S3) {
            server.remove(key);
            return;
        }
        try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
            Files.delete(files.filter(file -> file.endsWith(key)).findFirst().orElseThrow());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Set<String> keysIn(Path blobs) {
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
            if (S3) {
                server = S3ProxyServer.started();
                return server.configuration();
            }
            data = Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()), "store-");
            return Map.of("weighhouse.data", data.toString());
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void stop() {
        try {
            if (server != null) {
                server.close();
                server = null;
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
