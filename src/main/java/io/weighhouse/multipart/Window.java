package io.weighhouse.multipart;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/** The bytes of a body that were received and not yet passed: the last buffer, and what was left of those before. */
final class Window {

    /** No delimiter line, but content that looks like one. */
    static final int NO_DELIMITER = -1;
    /** What follows will tell. */
    static final int INCOMPLETE = -2;

    private static final int MOST_PADDING = 256;

    private Buffer buffer;
    private byte[] bytes;
    private int offset;
    private int from;
    private int to;

    Window(byte[] first) {
        hold(Buffer.buffer(first));
    }

    void append(Buffer next) {
        hold(length() == 0 ? next
                : Buffer.buffer(length() + next.length())
                        .appendBytes(bytes, from, length()).appendBuffer(next));
    }

    /**
     * Vert.x deprecates the door to a buffer's memory because version 5 moves it; copying each buffer would be the other way.
     */
    @SuppressWarnings("deprecation")
    private void hold(Buffer next) {
        ByteBuf direct = next.getByteBuf();
        buffer = direct.hasArray() ? next : Buffer.buffer(next.getBytes());
        ByteBuf heap = buffer.getByteBuf();
        bytes = heap.array();
        offset = heap.arrayOffset() + heap.readerIndex();
        from = offset;
        to = offset + heap.readableBytes();
    }

    int length() {
        return to - from;
    }

    /** Passes over bytes. */
    void skip(int count) {
        from += count;
    }

    /** Hands out bytes from the beginning as a slice that shares their memory. */
    Buffer take(int count) {
        Buffer slice = buffer.slice(from - offset, from - offset + count);
        from += count;
        return slice;
    }

    /** Position of the first whole occurrence at or behind {@code start}; negative where there is none. */
    int find(DelimiterSearch search, int start) {
        int found = search.find(bytes, from + start, to);
        return found < 0 ? found : found - from;
    }

    /** Position of the first byte that may begin an occurrence that is not whole yet; the length where none does. */
    int beginningOf(DelimiterSearch search) {
        return search.beginning(bytes, from, to) - from;
    }

    boolean startsWith(byte[] prefix) {
        return length() >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    String text(int count) {
        return new String(bytes, from, count, StandardCharsets.UTF_8);
    }

    /** Whether the delimiter that ends at the position is the body's last. */
    boolean isClosing(int position) {
        return is('-', position) && is('-', position + 1);
    }

    /**
     * The end of the line of a delimiter that ends at the position: behind its two hyphens, or behind blanks and a line break;
     * {@link #INCOMPLETE} or {@link #NO_DELIMITER}.
     */
    int endOfDelimiterLine(int position) {
        if (isClosing(position)) {
            return position + 2;
        }
        int at = position;
        while ((is(' ', at) || is('\t', at)) && at - position < MOST_PADDING) {
            at++;
        }
        if (is('\r', at) && is('\n', at + 1)) {
            return at + 2;
        }
        boolean mayGoOn = at == length() || at + 1 == length() && (is('\r', at) || at == position && is('-', at));
        return mayGoOn ? INCOMPLETE : NO_DELIMITER;
    }

    private boolean is(char expected, int position) {
        return position < length() && bytes[from + position] == expected;
    }
}
