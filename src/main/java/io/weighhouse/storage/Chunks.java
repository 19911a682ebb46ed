package io.weighhouse.storage;

import java.nio.ByteBuffer;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

/**
 * Chunks as the JDK and the SDK want them, and back: the same memory, not a copy. Vert.x 4 deprecates these doors because
 * version 5 moves them, and offers no other yet; copying would cost a tenth of all the work of a save.
 */
@SuppressWarnings("deprecation")
public final class Chunks {

    private Chunks() {
    }

    public static ByteBuffer view(Buffer chunk) {
        return chunk.getByteBuf().nioBuffer();
    }

    public static ByteBuffer[] views(List<Buffer> chunks) {
        return chunks.stream().map(Chunks::view).toArray(ByteBuffer[]::new);
    }

    public static Buffer joined(List<Buffer> chunks) {
        return Buffer.buffer(Unpooled.wrappedBuffer(views(chunks)));
    }

    public static Buffer chunk(ByteBuffer bytes) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
    }
}
