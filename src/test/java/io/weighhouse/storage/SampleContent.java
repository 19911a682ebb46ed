package io.weighhouse.storage;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/** Bytes that can be told apart by their position: the period is a prime, so a shifted or repeated chunk shows. */
public final class SampleContent {

    public static final int CHUNK = 64 * 1024;
    private static final int PERIOD = 65_521;
    private static final byte[] PATTERN = pattern();

    private SampleContent() {
    }

    public static Buffer bytes(long from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = PATTERN[(int) ((from + i) % PERIOD)];
        }
        return Buffer.buffer(bytes);
    }

    public static Multi<Buffer> of(long length) {
        return of(length, CHUNK);
    }

    public static Multi<Buffer> of(long length, int chunk) {
        return Multi.createFrom().items(() -> LongStream.iterate(0, from -> from < length, from -> from + chunk)
                .mapToObj(from -> bytes(from, (int) Math.min(chunk, length - from))));
    }

    /** The first bytes, then that failure. */
    public static Multi<Buffer> failingAfter(long length, Throwable failure) {
        return Multi.createBy().concatenating().streams(of(length), Multi.createFrom().failure(failure));
    }

    /** The first bytes, then silence. */
    public static Multi<Buffer> stallingAfter(long length) {
        return Multi.createBy().concatenating().streams(of(length), Multi.createFrom().nothing());
    }

    /** Notices when more than one chunk was asked for and has not come. */
    static Multi<Buffer> countingDemand(Multi<Buffer> content, AtomicLong outstanding, AtomicLong most) {
        return content
                .onRequest().invoke(chunks -> most.accumulateAndGet(outstanding.addAndGet(chunks), Math::max))
                .onItem().invoke(chunk -> outstanding.decrementAndGet());
    }

    private static byte[] pattern() {
        byte[] bytes = new byte[PERIOD];
        new java.util.Random(7).nextBytes(bytes);
        return bytes;
    }
}
