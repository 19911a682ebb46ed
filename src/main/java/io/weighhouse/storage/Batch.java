package io.weighhouse.storage;

import java.util.List;

import io.vertx.core.buffer.Buffer;

/**
 * Neighbouring chunks that are worth one call to the store.
 *
 * @param number counted from 1
 * @param offset position of its first byte in the content
 * @param last whether the content is known to end here; a content may also end right after a batch that says no
 */
public record Batch(int number, long offset, int bytes, List<Buffer> chunks, boolean last) {

    public Batch {
        chunks = List.copyOf(chunks);
    }

    /** Position of the byte after its last one. */
    public long end() {
        return offset + bytes;
    }
}
