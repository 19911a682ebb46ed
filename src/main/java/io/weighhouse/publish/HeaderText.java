package io.weighhouse.publish;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text of any language in a header, where HTTP knows Latin-1 only: as percent-encoded UTF-8, or as bare UTF-8 bytes. */
final class HeaderText {

    private HeaderText() {
    }

    static String decode(String value) {
        return percentDecoded(utf8(value));
    }

    /** The text itself where it is not percent-encoded. */
    static String percentDecoded(String text) {
        try {
            return text.contains("%") ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** A server reads header bytes as Latin-1; bytes that are well-formed UTF-8 were meant as that. */
    static String utf8(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException latin1) {
            return value;
        }
    }
}
