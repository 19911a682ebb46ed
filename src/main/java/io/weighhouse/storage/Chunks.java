package io.weighhouse.storage;

import java.nio.ByteBuffer;

import io.vertx.core.buffer.Buffer;

/** A chunk as the JDK and the SDK want it. */
public final class Chunks {

    private Chunks() {
    }

    /**
     * The same memory, not a copy. Vert.x deprecates the door to it because version 5 moves it, and offers no other yet;
     * copying would cost a tenth of all the work of a save.
     */
    @SuppressWarnings("deprecation")
    public static ByteBuffer view(Buffer chunk) {
        return chunk.getByteBuf().nioBuffer();
    }
}
