package io.weighhouse.publish;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.weighhouse.problem.ProblemType;

/** Text of any language in a header, where HTTP knows Latin-1 only: as percent-encoded UTF-8, or as bare UTF-8 bytes. */
final class HeaderText {

    private HeaderText() {
    }

    static String decode(String value) {
        String text = utf8(value);
        try {
            return text.contains("%") ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** A server reads header bytes as Latin-1; bytes that are well-formed UTF-8 were meant as that. */
    private static String utf8(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException latin1) {
            return value;
        }
    }

    /** Refuses control characters: no name, description or label has them, and a database takes no NUL. */
    static String checked(String name, String text) {
        if (text.chars().anyMatch(character -> character < ' ' && character != '\n' && character != '\t'
                || character >= 0x7f && character < 0xa0 || Character.isSurrogate((char) character) && !isPaired(text))) {
            throw ProblemType.MALFORMED_REQUEST.because("'%s' holds control characters", name);
        }
        return text;
    }

    private static boolean isPaired(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
