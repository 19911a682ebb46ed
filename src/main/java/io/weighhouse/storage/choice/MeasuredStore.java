package io.weighhouse.storage.choice;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.BlobContent;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.StagedBlob;
import io.weighhouse.storage.StorageKey;
import io.weighhouse.storage.StoredBlob;
import io.weighhouse.storage.UploadArea;
import io.weighhouse.storage.s3.S3BlobStore;
import io.weighhouse.telemetry.Spans;

/** A store whose calls are timed and traced, whichever driver does them. */
final class MeasuredStore implements BlobStore {

    private static final Duration[] BOUNDS = { Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(100),
            Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(60) };

    private enum Call {
        STAGE,
        COMMIT,
        DISCARD,
        CLEAR,
        READ,
        DELETE,
        LIST,
        PROBE;

        private final String spanName = "store " + word();

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final BlobStore store;
    private final Spans spans;
    private final Map<Call, Timer> done;
    private final Map<Call, Timer> failed;

    MeasuredStore(BlobStore store, Spans spans, MeterRegistry registry) {
        this.store = store;
        this.spans = spans;
        this.done = timers(registry, "done");
        this.failed = timers(registry, "failed");
    }

    private static Map<Call, Timer> timers(MeterRegistry registry, String outcome) {
        return Arrays.stream(Call.values()).collect(Collectors.toMap(call -> call, call -> Timer.builder("weighhouse.store")
                .description("Calls of the blob store; stage lasts as long as the client sends, read until the first byte")
                .tag("call", call.word()).tag("outcome", outcome).serviceLevelObjectives(BOUNDS).register(registry),
                (one, other) -> one, () -> new EnumMap<>(Call.class)));
    }

    @Override
    public Uni<StagedBlob> stage(UploadArea area, OptionalLong length, Multi<Buffer> content) {
        return measured(Call.STAGE, () -> store.stage(area, length, content));
    }

    @Override
    public Uni<StorageKey> commit(StagedBlob staged) {
        return measured(Call.COMMIT, () -> store.commit(staged));
    }

    @Override
    public Uni<Void> discard(StagedBlob staged) {
        return measured(Call.DISCARD, () -> store.discard(staged));
    }

    @Override
    public Uni<Void> clear(UploadArea area) {
        return measured(Call.CLEAR, () -> store.clear(area));
    }

    @Override
    public Uni<BlobContent> read(StorageKey key, ByteRange range) {
        return measured(Call.READ, () -> store.read(key, range));
    }

    @Override
    public Uni<Void> delete(StorageKey key) {
        return measured(Call.DELETE, () -> store.delete(key));
    }

    @Override
    public Uni<List<StoredBlob>> list(String after, int limit) {
        return measured(Call.LIST, () -> store.list(after, limit));
    }

    @Override
    public Uni<Void> probe() {
        return measured(Call.PROBE, store::probe);
    }

    private <T> Uni<T> measured(Call call, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            return spans.around(call.spanName, work)
                    .onItem().invoke(() -> record(done, call, start))
                    .onFailure().invoke(() -> record(failed, call, start));
        });
    }

    private static void record(Map<Call, Timer> timers, Call call, long start) {
        timers.get(call).record(Duration.ofNanos(System.nanoTime() - start));
    }

    void close() {
        if (store instanceof S3BlobStore connected) {
            connected.close();
        }
    }
}
