package io.weighhouse.storage;

/** A non-empty stretch of a blob: the position of its first byte, and how many bytes it has. */
public record ByteRange(long first, long length) {

    public ByteRange {
        if (first < 0 || length < 1) {
            throw new IllegalArgumentException("Not a range: " + length + " bytes from " + first);
        }
    }

    /** All of a blob of that many bytes. */
    public static ByteRange all(long bytes) {
        return new ByteRange(0, bytes);
    }

    /** Position of the last byte. */
    public long last() {
        return first + length - 1;
    }
}
