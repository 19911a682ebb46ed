package io.weighhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** What every driver promises; one subclass a driver, and a new promise is added here. */
public abstract class BlobStoreContract {

    /** The Vert.x that drivers and their callers share. */
    protected static final Vertx VERTX = Vertx.vertx();

    protected static final int KIB = 1024;
    protected static final int MIB = 1024 * KIB;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    protected final UploadArea area = new UploadArea(UUID.randomUUID());
    private final List<StorageKey> committed = new CopyOnWriteArrayList<>();

    protected abstract BlobStore store();

    /** Names of everything that lies in the store, committed or not, unfinished upload parts included. */
    protected abstract List<String> leftovers() throws Exception;

    @AfterEach
    void nothingIsLeft() throws Exception {
        committed.forEach(key -> await(store().delete(key)));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void stagedBlobTellsItsSizeAndNothingByWhichItCouldBeRead() {
        StagedBlob staged = await(store().stage(area, OptionalLong.of(100), SampleContent.of(100)));

        assertThat(staged.bytes()).isEqualTo(100);
        assertThat(staged.toString()).doesNotContain(area.prefix());
        await(store().discard(staged));
    }

    @Test
    void committedBlobIsReadAsItWasWritten() {
        StorageKey key = store(100_000, SampleContent.of(100_000, 999));

        assertThat(key.value()).startsWith(area.prefix() + "/");
        assertReads(key, ByteRange.all(100_000));
    }

    @Test
    void blobOfUnknownLengthIsReadAsItWasWritten() {
        StorageKey key = commit(await(store().stage(area, UNKNOWN, SampleContent.of(100_000, 999))));

        assertReads(key, ByteRange.all(100_000));
    }

    @Test
    void readsAnyRange() {
        StorageKey key = store(300_000, SampleContent.of(300_000));

        assertReads(key, new ByteRange(0, 1));
        assertReads(key, new ByteRange(70_001, 99_999));
        assertReads(key, new ByteRange(299_999, 1));
    }

    @Test
    void manyRangesOfOneBlobAreReadAtOnce() {
        StorageKey key = store(MIB, SampleContent.of(MIB));

        List<Uni<byte[]>> reads = IntStream.range(0, 40)
                .mapToObj(i -> store().read(key, new ByteRange(i * 1000L, 500_000)).chain(BlobStoreContract::collect)).toList();

        List<byte[]> contents = await(Uni.join().all(reads).andFailFast());
        for (int i = 0; i < contents.size(); i++) {
            assertThat(contents.get(i)).isEqualTo(SampleContent.bytes(i * 1000L, 500_000).getBytes());
        }
    }

    @Test
    void emptyBlobIsStored() {
        StagedBlob known = await(store().stage(area, OptionalLong.of(0), Multi.createFrom().empty()));
        StagedBlob unknown = await(store().stage(area, UNKNOWN, Multi.createFrom().empty()));

        assertThat(known.bytes()).isZero();
        assertThat(unknown.bytes()).isZero();
        assertThat(commit(known)).isNotEqualTo(commit(unknown));
    }

    @Test
    void emptyChunksChangeNothing() {
        Multi<Buffer> holes = SampleContent.of(10_000, 1000).onItem()
                .transformToMultiAndConcatenate(chunk -> Multi.createFrom().items(Buffer.buffer(), chunk, Buffer.buffer()));

        StorageKey known = store(10_000, holes);
        StorageKey unknown = commit(await(store().stage(area, UNKNOWN, holes)));

        assertReads(known, ByteRange.all(10_000));
        assertReads(unknown, ByteRange.all(10_000));
    }

    @Test
    void bigBlobOfKnownLengthIsReadAsItWasWritten() {
        StorageKey key = store(24 * MIB + 1, SampleContent.of(24 * MIB + 1));

        assertReads(key, ByteRange.all(24 * MIB + 1));
    }

    @Test
    void bigBlobOfUnknownLengthIsReadAsItWasWritten() {
        StagedBlob staged = await(store().stage(area, UNKNOWN, SampleContent.of(64 * MIB)));

        assertThat(staged.bytes()).isEqualTo(64 * MIB);
        StorageKey key = commit(staged);
        assertReads(key, new ByteRange(8 * MIB - 10, 20));
        assertReads(key, ByteRange.all(64 * MIB));
    }

    @Test
    void oneHugeChunkIsAsGoodAsMany() {
        StorageKey key = commit(await(store().stage(area, UNKNOWN, SampleContent.of(20 * MIB, 20 * MIB))));

        assertReads(key, ByteRange.all(20 * MIB));
    }

    @Test
    void asksForOneChunkAtATime() {
        var outstanding = new AtomicLong();
        var most = new AtomicLong();
        Multi<Buffer> content = SampleContent.countingDemand(SampleContent.of(3 * MIB), outstanding, most);

        StagedBlob known = await(store().stage(area, OptionalLong.of(3 * MIB), content));
        outstanding.set(0);
        StagedBlob unknown = await(store().stage(area, UNKNOWN, content));

        assertThat(most).hasValue(1);
        commit(known);
        commit(unknown);
    }

    @Test
    void discardForgetsAndDoingSoTwiceIsHarmless() throws Exception {
        StagedBlob small = await(store().stage(area, OptionalLong.of(10), SampleContent.of(10)));
        StagedBlob big = await(store().stage(area, UNKNOWN, SampleContent.of(9 * MIB)));

        await(store().discard(small));
        await(store().discard(small));
        await(store().discard(big));
        await(store().discard(big));

        assertThat(leftovers()).isEmpty();
    }

    @Test
    void discardedBlobCannotBeCommitted() {
        StagedBlob small = await(store().stage(area, OptionalLong.of(10), SampleContent.of(10)));
        StagedBlob big = await(store().stage(area, UNKNOWN, SampleContent.of(9 * MIB)));
        await(store().discard(small));
        await(store().discard(big));

        assertRefused(store().commit(small), ProblemType.STORAGE_UNAVAILABLE);
        assertRefused(store().commit(big), ProblemType.STORAGE_UNAVAILABLE);
    }

    @Test
    void clearForgetsStagedAndCommittedOfThatAreaOnly() throws Exception {
        var other = new UploadArea(UUID.randomUUID());
        StorageKey kept = commit(await(store().stage(other, OptionalLong.of(5), SampleContent.of(5))));
        StorageKey gone = commit(await(store().stage(area, OptionalLong.of(5), SampleContent.of(5))));
        await(store().stage(area, OptionalLong.of(10), SampleContent.of(10)));
        await(store().stage(area, UNKNOWN, SampleContent.of(9 * MIB)));

        await(store().clear(area));

        assertMissing(gone);
        assertReads(kept, ByteRange.all(5));
        assertThat(leftovers()).singleElement().asString().contains(other.prefix());
    }

    @Test
    void clearOfAnUntouchedAreaIsHarmless() {
        await(store().clear(area));
    }

    @Test
    void missingBlobIsRefusedBeforeAByteIsHandedOut() {
        assertMissing(new StorageKey(area.prefix() + "/0123456789abcdef"));
    }

    @Test
    void blobThatIsShorterThanTheRegistryKnowsIsRefused() {
        StorageKey key = store(100, SampleContent.of(100));

        assertRefused(store().read(key, new ByteRange(50, 51)), ProblemType.STORAGE_UNAVAILABLE);
        assertRefused(store().read(key, new ByteRange(100, 1)), ProblemType.STORAGE_UNAVAILABLE);
    }

    @Test
    void deletedBlobIsMissingAndDeletingItAgainIsHarmless() {
        StorageKey key = store(100, SampleContent.of(100));

        await(store().delete(key));
        await(store().delete(key));

        assertMissing(key);
    }

    @Test
    void failureOfTheContentComesOutAsItWentIn() {
        var failure = new IllegalStateException("the client hung up");
        var refusal = ProblemType.TOO_LARGE.because("too large");

        assertThatThrownBy(() -> await(store().stage(area, OptionalLong.of(MIB),
                SampleContent.failingAfter(300_000, failure)))).isSameAs(failure);
        assertThatThrownBy(() -> await(store().stage(area, UNKNOWN,
                SampleContent.failingAfter(300_000, refusal)))).isSameAs(refusal);
        assertThatThrownBy(() -> await(store().stage(area, UNKNOWN,
                SampleContent.failingAfter(20 * MIB, refusal)))).isSameAs(refusal);

        await(store().clear(area));
    }

    @Test
    void contentOfAnotherLengthThanAnnouncedFails() {
        assertThatThrownBy(() -> await(store().stage(area, OptionalLong.of(300_000), SampleContent.of(299_999))))
                .isInstanceOfSatisfying(UnexpectedLengthException.class,
                        failure -> assertThat(failure.seenBytes()).isEqualTo(299_999));
        assertThatThrownBy(() -> await(store().stage(area, OptionalLong.of(300_000), SampleContent.of(300_001))))
                .isInstanceOf(UnexpectedLengthException.class);
        assertThatThrownBy(() -> await(store().stage(area, OptionalLong.of(0), SampleContent.of(1))))
                .isInstanceOf(UnexpectedLengthException.class);

        await(store().clear(area));
    }

    @Test
    void cancelledStageCancelsTheContentAndLeavesNothingAfterClear() throws Exception {
        cancelMidway(OptionalLong.of(4 * MIB), 2 * MIB);
        cancelMidway(UNKNOWN, 2 * MIB);
        cancelMidway(UNKNOWN, 20 * MIB);

        await(store().clear(area));
    }

    @Test
    void manyBlobsAreStagedAtOnce() {
        List<Uni<StorageKey>> saves = IntStream.range(0, 24)
                .mapToObj(i -> store().stage(area, i % 2 == 0 ? OptionalLong.of(MIB + i) : UNKNOWN, SampleContent.of(MIB + i)))
                .map(stage -> stage.chain(store()::commit)).toList();

        List<StorageKey> keys = await(Uni.join().all(saves).andFailFast());

        committed.addAll(keys);
        assertThat(keys).doesNotHaveDuplicates();
        for (int i = 0; i < keys.size(); i++) {
            assertReads(keys.get(i), ByteRange.all(MIB + i));
        }
    }

    @Test
    void cancelledReadsReleaseWhatTheyHeld() {
        StorageKey key = store(2 * MIB, SampleContent.of(2 * MIB));

        for (int i = 0; i < 200; i++) {
            if (await(store().read(key, ByteRange.all(2 * MIB))) instanceof BlobContent.Streamed streamed) {
                streamed.bytes().subscribe().withSubscriber(AssertSubscriber.create(1)).awaitNextItem().cancel();
            }
        }

        assertReads(key, ByteRange.all(2 * MIB));
    }

    @Test
    void everyAnswerArrivesOnTheContextThatAsked() throws Exception {
        Context context = ((ContextInternal) VERTX.getOrCreateContext()).duplicate();
        var strayed = new CopyOnWriteArrayList<String>();

        StorageKey key = onContext(context, () -> store()
                .stage(area, OptionalLong.of(MIB),
                        SampleContent.of(MIB).onRequest().invoke(() -> note(context, "demand", strayed)))
                .invoke(() -> note(context, "stage", strayed))
                .chain(store()::commit)
                .invoke(() -> note(context, "commit", strayed)));
        onContext(context, () -> store().read(key, ByteRange.all(MIB))
                .invoke(() -> note(context, "read", strayed))
                .chain(content -> drain(content, () -> note(context, "chunk", strayed))));
        onContext(context, () -> store().read(new StorageKey(area.prefix() + "/00"), ByteRange.all(1))
                .onFailure().invoke(() -> note(context, "failure", strayed))
                .onFailure().recoverWithNull());
        onContext(context, () -> store().delete(key).invoke(() -> note(context, "delete", strayed)));

        assertThat(strayed).isEmpty();
    }

    @Test
    void listsWhatItHoldsInTheOrderOfKeysPageByPage() {
        var areas = IntStream.range(0, 5).mapToObj(i -> new UploadArea(UUID.randomUUID())).toList();
        var expected = new TreeMap<String, Long>();
        for (int i = 0; i < 15; i++) {
            int bytes = i * 10;
            StorageKey key = commit(await(
                    store().stage(areas.get(i % areas.size()), OptionalLong.of(bytes), SampleContent.of(bytes))));
            expected.put(key.value(), (long) bytes);
        }

        List<StoredBlob> all = new ArrayList<>();
        List<StoredBlob> page = await(store().list("", 4));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(4);
            all.addAll(page);
            page = await(store().list(page.get(page.size() - 1).key().value(), 4));
        }

        assertThat(all).extracting(blob -> blob.key().value()).containsExactlyElementsOf(expected.keySet());
        assertThat(all).extracting(StoredBlob::bytes).containsExactlyElementsOf(expected.values());
        assertThat(all).allSatisfy(blob -> assertThat(blob.changed()).isBetween(
                Instant.now().minusSeconds(120), Instant.now().plusSeconds(5)));
    }

    @Test
    void whatIsListedCanBeDeletedStagedOrNot() throws Exception {
        commit(await(store().stage(area, OptionalLong.of(5), SampleContent.of(5))));
        await(store().stage(area, OptionalLong.of(10), SampleContent.of(10)));

        List<StoredBlob> listed = await(store().list("", 100));
        listed.forEach(blob -> await(store().delete(blob.key())));

        assertThat(listed).extracting(StoredBlob::bytes).containsExactlyInAnyOrder(5L, 10L);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void probePasses() {
        await(store().probe());
    }

    protected final StorageKey store(long length, Multi<Buffer> content) {
        return commit(await(store().stage(area, OptionalLong.of(length), content)));
    }

    protected final StorageKey commit(StagedBlob staged) {
        StorageKey key = await(store().commit(staged));
        committed.add(key);
        return key;
    }

    protected static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    protected static void assertRefused(Uni<?> uni, ProblemType type) {
        assertThatThrownBy(() -> await(uni)).isInstanceOfSatisfying(RegistryException.class,
                refusal -> assertThat(refusal.type()).isEqualTo(type));
    }

    protected final void assertReads(StorageKey key, ByteRange range) {
        byte[] expected = SampleContent.bytes(range.first(), (int) range.length()).getBytes();

        assertThat(java.util.Arrays.equals(await(store().read(key, range).chain(BlobStoreContract::collect)), expected))
                .as("%s of %s", range, key).isTrue();
    }

    private void assertMissing(StorageKey key) {
        assertRefused(store().read(key, ByteRange.all(1)), ProblemType.STORAGE_UNAVAILABLE);
    }

    private void cancelMidway(OptionalLong length, long bytesBefore) throws Exception {
        var seen = new AtomicLong();
        var reached = new CompletableFuture<Void>();
        var cancelled = new CompletableFuture<Void>();
        var answered = new AtomicBoolean();
        Multi<Buffer> content = SampleContent.stallingAfter(bytesBefore)
                .onItem().invoke(chunk -> completeAt(bytesBefore, seen.addAndGet(chunk.length()), reached))
                .onCancellation().invoke(() -> cancelled.complete(null));

        Cancellable stage = store().stage(area, length, content).subscribe().with(
                staged -> answered.set(true), failure -> answered.set(true));
        reached.get(30, TimeUnit.SECONDS);
        stage.cancel();

        cancelled.get(10, TimeUnit.SECONDS);
        assertThat(answered).isFalse();
    }

    private static void completeAt(long goal, long now, CompletableFuture<Void> reached) {
        if (now >= goal) {
            reached.complete(null);
        }
    }

    private static void note(Context expected, String what, List<String> strayed) {
        if (Vertx.currentContext() != expected) {
            strayed.add(what + " on " + Thread.currentThread().getName());
        }
    }

    private static <T> T onContext(Context context, java.util.function.Supplier<Uni<T>> work) throws Exception {
        var result = new CompletableFuture<T>();
        context.runOnContext(ignored -> work.get().subscribe().with(result::complete, result::completeExceptionally));
        return result.get(30, TimeUnit.SECONDS);
    }

    private static Uni<Void> drain(BlobContent content, Runnable onChunk) {
        return content instanceof BlobContent.Streamed streamed
                ? streamed.bytes().onItem().invoke(onChunk).onItem().ignoreAsUni()
                : Uni.createFrom().voidItem();
    }

    private static Uni<byte[]> collect(BlobContent content) {
        if (content instanceof BlobContent.Streamed streamed) {
            return streamed.bytes().collect().in(Buffer::buffer, Buffer::appendBuffer).map(Buffer::getBytes);
        }
        return Uni.createFrom().item(() -> readFile((BlobContent.InFile) content));
    }

    private static byte[] readFile(BlobContent.InFile region) {
        try (var file = new RandomAccessFile(region.file().toFile(), "r")) {
            byte[] bytes = new byte[(int) region.length()];
            file.seek(region.offset());
            file.readFully(bytes);
            return bytes;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
