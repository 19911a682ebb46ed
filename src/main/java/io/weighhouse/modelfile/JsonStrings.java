package io.weighhouse.modelfile;

import java.nio.charset.StandardCharsets;

/**
 * The strings of one JSON text: where they end, whether they are proper UTF-8, what they say. A string is named by the
 * position of its opening quote.
 */
final class JsonStrings {

    private final byte[] bytes;

    JsonStrings(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What was seen between the quotes: {@code end} is the position after the closing one. */
    record Seen(int end, boolean zero, boolean loneSurrogate) {
    }

    /** Reads over the string that opens at {@code start}; throws where it is not JSON or not UTF-8. */
    Seen scan(int start) {
        int at = start + 1;
        while (at < bytes.length && isPlain(bytes[at])) {
            at++;
        }
        return at < bytes.length && bytes[at] == '"' ? new Seen(at + 1, false, false) : scanSlowly(start, at);
    }

    private Seen scanSlowly(int start, int from) {
        boolean zero = false;
        boolean lone = false;
        int at = from;
        while (true) {
            int b = byteAt(at, start);
            if (b == '"') {
                return new Seen(at + 1, zero, lone);
            } else if (b == '\\') {
                int unit = escape(at, start);
                int length = escapeLength(at);
                zero |= unit == 0;
                if (unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
                    boolean pair = isLowSurrogateAfter(unit, at + length, start);
                    lone |= !pair;
                    length += pair ? 6 : 0;
                }
                at += length;
            } else if (b < 0) {
                at += utf8Length(at);
            } else if (b < 0x20) {
                throw new JsonSyntaxException(at, "a control character (0x%02x) stands in a string".formatted(b));
            } else {
                at++;
            }
        }
    }

    private static boolean isPlain(byte b) {
        return b >= 0x20 && b != '"' && b != '\\';
    }

    private byte byteAt(int at, int start) {
        if (at >= bytes.length) {
            throw new JsonSyntaxException(bytes.length, "the text ends inside the string that begins at byte " + start);
        }
        return bytes[at];
    }

    /** The UTF-16 unit that the escape at {@code at} stands for. */
    private int escape(int at, int start) {
        int letter = byteAt(at + 1, start);
        if (letter == 'u') {
            int unit = 0;
            for (int i = at + 2; i < at + 6; i++) {
                int digit = Character.digit(byteAt(i, start), 16);
                if (digit < 0) {
                    throw new JsonSyntaxException(i, "'\\u' is not followed by four hex digits");
                }
                unit = unit << 4 | digit;
            }
            return unit;
        }
        int index = "\"\\/bfnrt".indexOf(letter);
        if (index < 0) {
            throw new JsonSyntaxException(at, "a string holds an escape that JSON does not know");
        }
        return "\"\\/\b\f\n\r\t".charAt(index);
    }

    private int escapeLength(int at) {
        return bytes[at + 1] == 'u' ? 6 : 2;
    }

    private boolean isLowSurrogateAfter(int unit, int at, int start) {
        return unit <= Character.MAX_HIGH_SURROGATE && at + 1 < bytes.length && bytes[at] == '\\' && bytes[at + 1] == 'u'
                && Character.isLowSurrogate((char) escape(at, start));
    }

    /** Length of the UTF-8 sequence at {@code at}; no overlong form, no surrogate, nothing above U+10FFFF (RFC 3629). */
    private int utf8Length(int at) {
        int lead = bytes[at] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        boolean valid = lead >= 0xc2 && lead <= 0xf4 && at + length <= bytes.length && isBetween(at + 1, low, high);
        for (int i = at + 2; valid && i < at + length; i++) {
            valid = isBetween(i, 0x80, 0xbf);
        }
        if (!valid) {
            throw new JsonSyntaxException(at, "the text is not UTF-8 (byte 0x%02x)".formatted(lead));
        }
        return length;
    }

    private boolean isBetween(int at, int low, int high) {
        int b = bytes[at] & 0xff;
        return b >= low && b <= high;
    }

    /** What a scanned string says. */
    String decode(int start) {
        int at = start + 1;
        while (bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (bytes[at] == '"') {
            return new String(bytes, start + 1, at - start - 1, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        Cursor cursor = new Cursor().open(start);
        for (int codePoint = cursor.next(); codePoint >= 0; codePoint = cursor.next()) {
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    /** Walks the code points of a scanned string without making objects; {@code -1} is its end. */
    final class Cursor {

        private int at;

        Cursor open(int start) {
            at = start + 1;
            return this;
        }

        int next() {
            int b = bytes[at];
            if (b == '"') {
                return -1;
            } else if (b == '\\') {
                return nextEscape();
            } else if (b >= 0) {
                at++;
                return b;
            }
            return nextUtf8(b & 0xff);
        }

        private int nextEscape() {
            int unit = escape(at, at);
            at += escapeLength(at);
            if (Character.isHighSurrogate((char) unit) && isLowSurrogateAfter(unit, at, at)) {
                int low = escape(at, at);
                at += 6;
                return Character.toCodePoint((char) unit, (char) low);
            }
            return unit;
        }

        private int nextUtf8(int lead) {
            int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
            int codePoint = lead & (0x7f >> length);
            for (int i = 1; i < length; i++) {
                codePoint = codePoint << 6 | bytes[at + i] & 0x3f;
            }
            at += length;
            return codePoint;
        }
    }
}
