package io.weighhouse.modelfile;

import java.nio.charset.StandardCharsets;

/** The numbers of one JSON text: where they end, and whether a double holds them. */
final class JsonNumbers {

    static final int MAX_LENGTH = 400;
    /** A number of so few characters without an exponent cannot reach 1.8e308. */
    private static final int SURELY_FINITE = 300;

    private final byte[] bytes;
    private boolean exponent;

    JsonNumbers(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Position after the number that begins at {@code start}; throws where it is not JSON. */
    int scan(int start) {
        exponent = false;
        int at = start;
        if (bytes[at] == '-') {
            at++;
        }
        at = digitAt(at) == 0 ? at + 1 : digits(at);
        if (at < bytes.length && bytes[at] == '.') {
            at = digits(at + 1);
        }
        if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
            exponent = true;
            at++;
            boolean signed = at < bytes.length && (bytes[at] == '+' || bytes[at] == '-');
            at = digits(signed ? at + 1 : at);
        }
        return at;
    }

    /** Why the number between {@code start} and {@code end}, the last one scanned, is refused; empty if it is not. */
    String objection(int start, int end) {
        if (end - start > MAX_LENGTH) {
            return "is a number of %d characters; at most %d are allowed".formatted(end - start, MAX_LENGTH);
        }
        if (exponent || end - start > SURELY_FINITE) {
            String text = text(start, end);
            return Double.isInfinite(Double.parseDouble(text)) ? ClientText.quoted(text) + " is beyond a double's range" : "";
        }
        return "";
    }

    String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private int digits(int from) {
        int at = from;
        while (digitAt(at) >= 0) {
            at++;
        }
        if (at == from) {
            throw new JsonSyntaxException(at, "a digit is missing in a number");
        }
        return at;
    }

    private int digitAt(int at) {
        int digit = at < bytes.length ? bytes[at] - '0' : -1;
        return digit <= 9 ? digit : -1;
    }
}
