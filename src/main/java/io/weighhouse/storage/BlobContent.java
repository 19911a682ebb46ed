package io.weighhouse.storage;

import java.nio.file.Path;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/** The bytes of an opened range: a region of a local file, which the kernel can send by itself, or a stream. */
public sealed interface BlobContent {

    /** {@code length} bytes of {@code file} from {@code offset}. */
    record InFile(Path file, long offset, long length) implements BlobContent {
    }

    /**
     * Chunks with back-pressure; emitted on the context that opened the blob. Must be subscribed to, once; cancelling the
     * subscription releases the store's connection.
     */
    record Streamed(Multi<Buffer> bytes) implements BlobContent {
    }
}
