package io.weighhouse.serving;

import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;

/** Small immutable files in bounded memory, ready to be sent. */
@ApplicationScoped
class ReadyFiles {

    /** What takes longer than a moment to compress is no work for an event loop. */
    private static final int SMALL = 64 << 10;

    private final Vertx vertx;
    private final Cache<Object, ReadyFile> files;

    ReadyFiles(Vertx vertx, ServingSettings settings) {
        this.vertx = vertx;
        this.files = Caffeine.newBuilder().maximumWeight(settings.readyMemory().asLongValue())
                .weigher((Object key, ReadyFile file) -> file.memory()).build();
    }

    /** The file of that key; made of the bytes where it does not lie ready. */
    Uni<ReadyFile> get(Object key, Supplier<Uni<byte[]>> bytes, Function<byte[], ReadyFile> form) {
        ReadyFile ready = files.getIfPresent(key);
        return ready != null ? Uni.createFrom().item(ready)
                : bytes.get().chain(content -> make(content, form)).invoke(file -> files.put(key, file));
    }

    private Uni<ReadyFile> make(byte[] content, Function<byte[], ReadyFile> form) {
        Callable<ReadyFile> work = () -> form.apply(content);
        return content.length <= SMALL ? Uni.createFrom().item(form.apply(content)) : vertx.executeBlocking(work, false);
    }
}
