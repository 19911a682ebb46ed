package io.weighhouse.modelfile;

import java.nio.ByteBuffer;

import com.dynatrace.hash4j.hashing.ByteAccess;
import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * 128 bits of each tensor of a group, while the bytes pass: how two versions are compared without their bytes. XXH3 is fast,
 * and no proof against somebody who wants two tensors to look alike; the files' digests are that.
 */
final class TensorFingerprints {

    /** Of one tensor. */
    static final int BYTES = 16;

    private static final Hasher128 HASHER = Hashing.xxh3_128();
    private static final HashValue128 OF_NOTHING = HASHER.hashStream().get();

    private final ByteBuffer finished;
    private boolean open;
    /** Null while the current tensor has no bytes: a group that waits for its first byte costs nothing. */
    private HashStream128 stream;

    TensorFingerprints(int tensors) {
        this.finished = ByteBuffer.allocate(Math.multiplyExact(tensors, BYTES));
    }

    void begin() {
        open = true;
    }

    /** Takes bytes of the current tensor, where they lie. */
    void add(ByteBuffer chunk, int from, int to) {
        if (stream == null) {
            stream = HASHER.hashStream();
        }
        stream.putBytes(chunk, from, to - from, ByteAccess.forByteBuffer(chunk.order()));
    }

    /** Ends the current tensor, if there is one. */
    void end() {
        if (!open) {
            return;
        }
        HashValue128 value = stream == null ? OF_NOTHING : stream.get();
        finished.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        stream = null;
        open = false;
    }

    byte[] bytes() {
        if (finished.hasRemaining()) {
            throw new IllegalStateException("Not all tensors have passed");
        }
        return finished.array();
    }
}
