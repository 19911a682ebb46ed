package io.weighhouse.publish;

import java.security.MessageDigest;
import java.util.function.BiFunction;
import java.util.zip.CRC32;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.catalog.Digest;
import io.weighhouse.storage.Chunks;

/**
 * Counts and digests a file while it passes, and lets no more through than it may have. A surplus is counted a little
 * further, so that the refusal can tell the true size of a file that is only slightly too long.
 */
final class Measure {

    private static final long COUNTED_SURPLUS = 1 << 20;

    private final MessageDigest sha256 = Digest.sha256();
    private final CRC32 crc32 = new CRC32();
    private final long least;
    private final long most;
    private final BiFunction<Long, Boolean, RuntimeException> refusal;
    private long bytes;

    /**
     * @param least bytes that the file must have
     * @param most bytes that it may have
     * @param refusal of a shorter or longer file, by the bytes counted and whether that is all of them
     */
    Measure(long least, long most, BiFunction<Long, Boolean, RuntimeException> refusal) {
        this.least = least;
        this.most = most;
        this.refusal = refusal;
    }

    Multi<Buffer> through(Multi<Buffer> content) {
        return content.map(this::take)
                .select().where(chunk -> chunk.length() > 0)
                .onCompletion().invoke(this::checkEnd);
    }

    private Buffer take(Buffer chunk) {
        long room = Math.max(0, most - bytes);
        bytes += chunk.length();
        if (bytes > most + COUNTED_SURPLUS) {
            throw refusal.apply(bytes, false);
        }
        Buffer taken = chunk.length() <= room ? chunk : chunk.slice(0, (int) room);
        sha256.update(Chunks.view(taken));
        crc32.update(Chunks.view(taken));
        return taken;
    }

    private void checkEnd() {
        if (bytes > most || bytes < least) {
            throw refusal.apply(bytes, true);
        }
    }

    long bytes() {
        return bytes;
    }

    /** Unsigned: archives want it ahead of the bytes. It costs a tenth of the digest. */
    long crc32() {
        return crc32.getValue();
    }

    /** To be asked once, at the end. */
    Digest digest() {
        return Digest.finish(sha256);
    }
}
