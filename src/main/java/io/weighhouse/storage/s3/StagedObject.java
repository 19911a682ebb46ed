package io.weighhouse.storage.s3;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.weighhouse.storage.StagedBlob;
import io.weighhouse.storage.StorageKey;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A whole object under a random key that nobody is told before the commit, or the upload parts of one. A class and not a
 * record, so that no log line can tell the key either.
 */
final class StagedObject implements StagedBlob {

    /** The parts that have arrived, in order. */
    record Upload(String id, List<CompletedPart> parts) {
    }

    private final StorageKey key;
    private final long bytes;
    private final Optional<Upload> upload;
    private final AtomicBoolean settled = new AtomicBoolean();

    private StagedObject(StorageKey key, long bytes, Optional<Upload> upload) {
        this.key = key;
        this.bytes = bytes;
        this.upload = upload;
    }

    static StagedObject whole(StorageKey key, long bytes) {
        return new StagedObject(key, bytes, Optional.empty());
    }

    static StagedObject inParts(StorageKey key, long bytes, Upload upload) {
        return new StagedObject(key, bytes, Optional.of(upload));
    }

    @Override
    public long bytes() {
        return bytes;
    }

    StorageKey key() {
        return key;
    }

    Optional<Upload> upload() {
        return upload;
    }

    /** True for the first who commits or discards. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }
}
