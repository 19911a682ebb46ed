package io.weighhouse.serving.bundle;

import java.nio.charset.StandardCharsets;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.ByteRange;

/** A content that lies in memory. */
public record HeldContent(Buffer bytes) implements Content {

    private static final int CHUNK = 128 << 10;

    public static HeldContent of(String text) {
        return new HeldContent(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public long length() {
        return bytes.length();
    }

    @Override
    public Multi<Buffer> read(ByteRange range) {
        int end = (int) range.last() + 1;
        return Multi.createFrom().generator(() -> (int) range.first(), (start, chunks) -> {
            int next = Math.min(start + CHUNK, end);
            chunks.emit(bytes.slice(start, next));
            if (next == end) {
                chunks.complete();
            }
            return next;
        });
    }
}
