package io.weighhouse.serving.bundle;

import java.nio.charset.StandardCharsets;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.ByteRange;

/** A content that lies in memory. */
public record HeldContent(Buffer bytes) implements Content {

    public static HeldContent of(String text) {
        return new HeldContent(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public long length() {
        return bytes.length();
    }

    @Override
    public Multi<Buffer> read(ByteRange range) {
        return Multi.createFrom().item(() -> bytes.slice((int) range.first(), (int) range.last() + 1));
    }
}
