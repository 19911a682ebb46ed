package io.weighhouse.storage;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/** A content that is longer or shorter than was announced. Not a failure of the store, so not a refusal by itself. */
public final class UnexpectedLengthException extends RuntimeException {

    private final long announced;
    private final long seen;

    private UnexpectedLengthException(long announced, long seen) {
        super("%d bytes were announced, %s came".formatted(announced, seen > announced ? "more" : seen));
        this.announced = announced;
        this.seen = seen;
    }

    public long announcedBytes() {
        return announced;
    }

    /** All bytes of a content that is too short; of one that is too long, those that came before it was given up. */
    public long seenBytes() {
        return seen;
    }

    /** The same content, which fails as soon as it is sure not to have that length. For drivers. */
    public static Multi<Buffer> unless(OptionalLong length, Multi<Buffer> content) {
        return length.isEmpty() ? content
                : Multi.createFrom().deferred(() -> counted(length.getAsLong(), content, new AtomicLong()));
    }

    private static Multi<Buffer> counted(long announced, Multi<Buffer> content, AtomicLong seen) {
        return content
                .onItem().invoke(chunk -> check(seen.addAndGet(chunk.length()) <= announced, announced, seen))
                .onCompletion().invoke(() -> check(seen.get() == announced, announced, seen));
    }

    private static void check(boolean holds, long announced, AtomicLong seen) {
        if (!holds) {
            throw new UnexpectedLengthException(announced, seen.get());
        }
    }
}
