package io.weighhouse.serving.bundle;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.BlobBytes;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.StorageKey;

/** A content that is a blob. */
public record StoredContent(BlobBytes blobs, StorageKey key, long length) implements Content {

    @Override
    public Multi<Buffer> read(ByteRange range) {
        return blobs.read(key, range);
    }
}
