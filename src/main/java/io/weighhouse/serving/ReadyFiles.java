package io.weighhouse.serving;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.weighhouse.storage.CallerContext;

/**
 * Immutable files ready to be sent: small ones in bounded memory for those who come later, large ones for those who read them
 * at this moment, who share one copy.
 */
@ApplicationScoped
class ReadyFiles {

    /** What takes longer than a moment to compress is no work for an event loop. */
    private static final int SMALL = 64 << 10;
    /** What is larger counts as long as somebody reads it. */
    private static final int LARGE = 512 << 10;
    /** How often the bytes of a file lie in memory while it is made: as they come, as they are kept, compressed. */
    private static final int COPIES = 4;
    private static final int PART_OF_HEAP = 4;

    private final Vertx vertx;
    private final Cache<Object, ReadyFile> files;
    private final Map<Object, InUse> inUse = new ConcurrentHashMap<>();
    private final HeldMemory memory;

    ReadyFiles(Vertx vertx, ServingSettings settings) {
        this.vertx = vertx;
        this.files = Caffeine.newBuilder().maximumWeight(settings.readyMemory().asLongValue())
                .weigher((Object key, ReadyFile file) -> file.memory()).build();
        this.memory = new HeldMemory(settings.largeFilesMemory().map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP), settings.largeFilesWait());
    }

    /** Where the bytes of a file are, and how many. */
    record Source(Supplier<Uni<Long>> size, Supplier<Uni<byte[]>> bytes) {
    }

    /** A file that somebody reads at this moment. */
    private static final class InUse {

        private final Uni<ReadyFile> file;
        private final AtomicReference<HeldMemory.Share> share;
        private int users;

        private InUse(Uni<ReadyFile> file, AtomicReference<HeldMemory.Share> share) {
            this.file = file;
            this.share = share;
        }
    }

    /** Does something with the file of that key, made of the source's bytes where it does not lie ready. */
    <T> Uni<T> use(Object key, Source source, Function<byte[], ReadyFile> form, Function<ReadyFile, Uni<T>> use) {
        ReadyFile ready = files.getIfPresent(key);
        return ready != null && ready.memory() <= LARGE ? use.apply(ready) : share(key, source, form, use);
    }

    private <T> Uni<T> share(Object key, Source source, Function<byte[], ReadyFile> form, Function<ReadyFile, Uni<T>> use) {
        Executor caller = CallerContext.current();
        return Uni.createFrom().deferred(() -> enter(key, source, form).file.emitOn(caller).chain(file -> use.apply(file)))
                .onTermination().invoke(() -> leave(key));
    }

    private InUse enter(Object key, Source source, Function<byte[], ReadyFile> form) {
        return inUse.compute(key, (same, present) -> {
            InUse file = present == null ? start(key, source, form) : present;
            file.users++;
            return file;
        });
    }

    private void leave(Object key) {
        inUse.compute(key, (same, file) -> {
            file.users--;
            if (file.users > 0) {
                return file;
            }
            HeldMemory.Share share = file.share.get();
            if (share != null) {
                share.release();
            }
            return null;
        });
    }

    private InUse start(Object key, Source source, Function<byte[], ReadyFile> form) {
        var share = new AtomicReference<HeldMemory.Share>();
        return new InUse(source.size().get()
                .call(size -> size <= LARGE ? Uni.createFrom().voidItem() : memory.take(COPIES * size).invoke(share::set))
                .chain(size -> made(key, source, form))
                .invoke(file -> shrink(share.get(), file))
                .memoize().indefinitely(), share);
    }

    private static void shrink(HeldMemory.Share share, ReadyFile file) {
        if (share != null) {
            share.shrinkTo(file.memory());
        }
    }

    private Uni<ReadyFile> made(Object key, Source source, Function<byte[], ReadyFile> form) {
        ReadyFile ready = files.getIfPresent(key);
        return ready != null ? Uni.createFrom().item(ready)
                : source.bytes().get().chain(content -> make(content, form)).invoke(file -> files.put(key, file));
    }

    private Uni<ReadyFile> make(byte[] content, Function<byte[], ReadyFile> form) {
        Callable<ReadyFile> work = () -> form.apply(content);
        return content.length <= SMALL ? Uni.createFrom().item(form.apply(content)) : vertx.executeBlocking(work, false);
    }
}
