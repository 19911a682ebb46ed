package io.weighhouse.storage;

import java.util.List;
import java.util.OptionalLong;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/**
 * Where the bytes of shards and extra files live. A blob is written once under a random key that no client ever sees or
 * chooses; once committed it never changes.
 * <p>
 * Failures are {@link io.weighhouse.problem.RegistryException}s of type {@code STORAGE_UNAVAILABLE} or {@code STORAGE_FULL};
 * a failure of the content itself (the client hung up, a limit was passed) comes out as it went in. Every method may be
 * called on a Vert.x context and resumes on that same context.
 */
public interface BlobStore {

    /**
     * Streams {@code content} into the area, asking for one chunk at a time and only when the previous one is on its way.
     * Nothing that was staged can be read before {@link #commit}. A failure of the content or a cancellation leaves nothing
     * readable; what it may leave unreadable goes with {@link #clear}.
     *
     * @param length the exact number of bytes where it is known beforehand; a content that is longer or shorter fails
     */
    Uni<StagedBlob> stage(UploadArea area, OptionalLong length, Multi<Buffer> content);

    /** Makes a staged blob durable and readable, and confirms its size. Only this tells the key. */
    Uni<StorageKey> commit(StagedBlob staged);

    /** Forgets a staged blob that is not to be committed. Doing so twice is harmless. */
    Uni<Void> discard(StagedBlob staged);

    /** Forgets everything in the area, staged or committed, whoever wrote it. For clean-up after a crash. */
    Uni<Void> clear(UploadArea area);

    /**
     * Opens a committed blob. Fails with {@code STORAGE_UNAVAILABLE} where the blob is missing, before a byte is handed out.
     */
    Uni<BlobContent> read(StorageKey key, ByteRange range);

    /**
     * Deletes a blob, be it committed or as {@link #list} tells of it. A missing one is no failure: deletion is repeated after
     * a crash.
     */
    Uni<Void> delete(StorageKey key);

    /**
     * A page of what lies in the store, in the order of keys: blobs whose keys come after the given text, no more than the
     * limit. An empty page means that there are no more. Staged blobs may be among them; what has no {@link StorageKey} for a
     * name is somebody else's and left out.
     */
    Uni<List<StoredBlob>> list(String after, int limit);

    /**
     * Fails with {@link StoreUnusable} where the store cannot be used as configured; for the start of the service and its
     * health.
     */
    Uni<Void> probe();
}
