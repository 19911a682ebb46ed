package io.weighhouse.storage.s3;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.storage.BlobContent;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.StagedBlob;
import io.weighhouse.storage.StorageKey;
import io.weighhouse.storage.StoredBlob;
import io.weighhouse.storage.UnexpectedLengthException;
import io.weighhouse.storage.UploadArea;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;

/**
 * Blobs in a bucket of any S3-compatible store, named by their storage keys. A blob that went as one request exists from then
 * on, but under a random key that nobody is told before the commit; one that went in parts exists when it is committed.
 */
public final class S3BlobStore implements BlobStore, AutoCloseable {

    private static final int RANDOM_BYTES = 16;

    private final S3Settings settings;
    private final S3Clients clients;
    private final Bucket bucket;
    /** Connections of their own, so that readers who take their time never keep a save waiting. */
    private final ObjectRequests loads;
    private final ObjectRequests saves;
    private final SinglePut put;
    private final ObjectReader reader;
    private final SecureRandom random = new SecureRandom();

    /** Opens no connection yet; {@link #probe} does. */
    public S3BlobStore(Vertx vertx, S3Settings settings) {
        String name = settings.bucket().orElseThrow(() -> new IllegalArgumentException("weighhouse.s3.bucket is not set"));
        this.settings = settings;
        this.clients = new S3Clients(settings);
        this.bucket = new Bucket(clients.calls(), name, settings.callTimeout());
        this.loads = new ObjectRequests(vertx, settings, clients.credentials(), clients.addressOf(name));
        this.saves = new ObjectRequests(vertx, settings, clients.credentials(), clients.addressOf(name));
        this.put = settings.checksums() == RequestChecksumCalculation.WHEN_SUPPORTED
                ? new ChecksummedPut(clients.puts(), name)
                : new PlainPut(saves, vertx, settings.idleTimeout());
        this.reader = new ObjectReader(loads, new Watchdog(clients.scheduler(), settings.idleTimeout()), settings);
    }

    @Override
    public Uni<StagedBlob> stage(UploadArea area, OptionalLong length, Multi<Buffer> content) {
        return Uni.createFrom().deferred(
                () -> send(newKey(area), length, UnexpectedLengthException.unless(length, content)));
    }

    private Uni<StagedBlob> send(StorageKey key, OptionalLong length, Multi<Buffer> content) {
        if (length.isEmpty() || length.getAsLong() > settings.maxSinglePut().asLongValue()) {
            int partSize = Math.toIntExact(settings.uploadPartSize().asLongValue());
            return new PartedUpload(bucket, key, partSize).send(content).map(staged -> staged);
        }
        long bytes = length.getAsLong();
        Uni<Void> sent = bytes > 0 ? put.send(key, bytes, content) : content.onItem().ignoreAsUni();
        return sent.replaceWith(() -> StagedObject.whole(key, bytes));
    }

    @Override
    public Uni<StorageKey> commit(StagedBlob staged) {
        StagedObject object = own(staged);
        return Uni.createFrom().deferred(() -> object.settle() ? complete(object)
                : Uni.createFrom().failure(S3Failures.missing(object.key(), "was committed or discarded before")));
    }

    /**
     * An object that went as one request has the length that the request announced, or the store would not have taken it. One
     * without bytes goes only now: most of them are dropped.
     */
    private Uni<StorageKey> complete(StagedObject object) {
        return object.upload()
                .map(upload -> bucket.completeUpload(object.key(), upload.id(), upload.parts())
                        .chain(() -> confirmSize(object)))
                .orElseGet(() -> object.bytes() > 0 ? Uni.createFrom().voidItem() : bucket.put(object.key(), List.of()))
                .replaceWith(object::key);
    }

    /** Some stores answer 200 to a completion that fails later, and say so only in the body. */
    private Uni<Void> confirmSize(StagedObject object) {
        return bucket.sizeOf(object.key()).invoke(bytes -> checkSize(object, bytes)).replaceWithVoid();
    }

    private static void checkSize(StagedObject object, long bytes) {
        if (bytes != object.bytes()) {
            throw ProblemType.STORAGE_UNAVAILABLE.because("The blob store kept %d of %d bytes; try again", bytes,
                    object.bytes());
        }
    }

    @Override
    public Uni<Void> discard(StagedBlob staged) {
        StagedObject object = own(staged);
        return Uni.createFrom().deferred(() -> object.settle() ? forget(object) : Uni.createFrom().voidItem());
    }

    private Uni<Void> forget(StagedObject object) {
        return object.upload()
                .map(upload -> bucket.abortUpload(object.key().value(), upload.id()))
                .orElseGet(() -> object.bytes() > 0 ? bucket.delete(object.key().value()) : Uni.createFrom().voidItem());
    }

    /** Uploads first: one that is completed meanwhile is then found among the objects. */
    @Override
    public Uni<Void> clear(UploadArea area) {
        String prefix = area.prefix() + "/";
        return bucket.uploads(prefix)
                .onItem().transformToUniAndConcatenate(upload -> bucket.abortUpload(upload.key(), upload.uploadId()))
                .onItem().ignoreAsUni()
                .chain(() -> bucket.objects(prefix)
                        .onItem().transformToUniAndConcatenate(object -> bucket.delete(object.key()))
                        .onItem().ignoreAsUni());
    }

    @Override
    public Uni<BlobContent> read(StorageKey key, ByteRange range) {
        return reader.open(key, range);
    }

    @Override
    public Uni<Void> delete(StorageKey key) {
        return bucket.delete(key.value());
    }

    @Override
    public Uni<List<StoredBlob>> list(String after, int limit) {
        return bucket.objectsAfter(after, limit, object -> StorageKey.isOne(object.key()))
                .map(objects -> objects.stream()
                        .map(object -> new StoredBlob(new StorageKey(object.key()), object.size(), object.lastModified()))
                        .toList());
    }

    @Override
    public Uni<Void> probe() {
        return bucket.probe();
    }

    @Override
    public void close() {
        loads.close();
        saves.close();
        clients.close();
    }

    private StorageKey newKey(UploadArea area) {
        byte[] name = new byte[RANDOM_BYTES];
        random.nextBytes(name);
        return new StorageKey(area.prefix() + "/" + HexFormat.of().formatHex(name));
    }

    private static StagedObject own(StagedBlob staged) {
        if (staged instanceof StagedObject object) {
            return object;
        }
        throw new IllegalArgumentException("Staged by another store: " + staged);
    }
}
