package io.weighhouse.publish;

import java.util.OptionalLong;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/**
 * Room in its namespace for what a save stores, reserved before it is stored: exactly, once the model file tells how much will
 * come; before that all that was announced; else in steps that grow.
 */
final class ReservedSpace {

    /** Where nothing is limited. */
    static final ReservedSpace ENDLESS = new ReservedSpace((needed, wanted) -> Uni.createFrom().item(Long.MAX_VALUE),
            OptionalLong.empty(), Long.MAX_VALUE);

    private static final long FIRST_STEP = 64 << 10;

    private final Reserve reserve;
    private final OptionalLong announced;
    private long reserved;
    private long stored;

    /** Reserves between so many and so many bytes for the whole save, and tells how many these are. */
    interface Reserve {
        Uni<Long> between(long needed, long wanted);
    }

    ReservedSpace(Reserve reserve, OptionalLong announced) {
        this(reserve, announced, 0);
    }

    private ReservedSpace(Reserve reserve, OptionalLong announced, long reserved) {
        this.reserve = reserve;
        this.announced = announced;
        this.reserved = reserved;
    }

    /** So many bytes will come in all, as far as is known. Refused where there is no room for them. */
    Uni<Void> expect(long bytes) {
        long needed = Math.max(bytes, stored);
        return this == ENDLESS || needed == reserved ? Uni.createFrom().voidItem() : reserve(needed, needed);
    }

    /** Lets bytes through as far as there is room for them. */
    Multi<Buffer> through(Multi<Buffer> content) {
        return this == ENDLESS ? content : content.onItem().transformToUniAndConcatenate(this::admit);
    }

    private Uni<Buffer> admit(Buffer chunk) {
        stored += chunk.length();
        return (stored <= reserved ? Uni.createFrom().voidItem() : reserve(stored, Math.max(stored, nextStep())))
                .replaceWith(chunk);
    }

    private long nextStep() {
        return announced.orElse(Math.max(FIRST_STEP, 2 * reserved));
    }

    private Uni<Void> reserve(long needed, long wanted) {
        return reserve.between(needed, wanted).invoke(bytes -> reserved = bytes).replaceWithVoid();
    }
}
