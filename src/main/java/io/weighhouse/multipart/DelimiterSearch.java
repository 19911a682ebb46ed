package io.weighhouse.multipart;

import java.util.Arrays;

/** Finds a delimiter in bytes by Boyer-Moore-Horspool: most bytes are never looked at. */
final class DelimiterSearch {

    private final byte[] delimiter;
    private final int[] shifts = new int[256];

    DelimiterSearch(byte[] delimiter) {
        this.delimiter = delimiter.clone();
        Arrays.fill(shifts, delimiter.length);
        for (int index = 0; index < delimiter.length - 1; index++) {
            shifts[delimiter[index] & 0xff] = delimiter.length - 1 - index;
        }
    }

    int length() {
        return delimiter.length;
    }

    /** Where the delimiter begins in {@code bytes[from, to)}; -1 where it does not stand there whole. */
    int find(byte[] bytes, int from, int to) {
        int last = delimiter.length - 1;
        byte lastByte = delimiter[last];
        int at = from + last;
        while (at < to) {
            byte seen = bytes[at];
            if (seen == lastByte && matches(bytes, at - last)) {
                return at - last;
            }
            at += shifts[seen & 0xff];
        }
        return -1;
    }

    private boolean matches(byte[] bytes, int from) {
        return Arrays.equals(bytes, from, from + delimiter.length, delimiter, 0, delimiter.length);
    }

    /** Where a delimiter may begin that goes on beyond {@code to}; {@code to} where none does. */
    int beginning(byte[] bytes, int from, int to) {
        int first = Math.max(from, to - delimiter.length + 1);
        for (int at = first; at < to; at++) {
            if (bytes[at] == delimiter[0] && Arrays.equals(bytes, at, to, delimiter, 0, to - at)) {
                return at;
            }
        }
        return to;
    }
}
