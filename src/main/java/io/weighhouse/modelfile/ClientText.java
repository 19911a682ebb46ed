package io.weighhouse.modelfile;

/**
 * Text of a client on its way into a finding. It is cut to a length that keeps answers small, and what neither a log line nor
 * a JSON writer nor jsonb takes (control characters, lone surrogates) is spelled out.
 */
final class ClientText {

    private static final int SHOWN = 80;

    private ClientText() {
    }

    /** {@code text}, in single quotes. */
    static String quoted(String text) {
        return "'" + shown(text, SHOWN) + "'";
    }

    /** At most {@code length} characters of {@code text}, then an ellipsis where something is missing. */
    static String shown(String text, int length) {
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (at < text.length() && shown.length() < length) {
            int codePoint = text.codePointAt(at);
            appendTo(shown, codePoint);
            at += Character.charCount(codePoint);
        }
        return at < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static void appendTo(StringBuilder shown, int codePoint) {
        int category = Character.getType(codePoint);
        if (category == Character.CONTROL || category == Character.SURROGATE || category == Character.LINE_SEPARATOR
                || category == Character.PARAGRAPH_SEPARATOR || category == Character.FORMAT) {
            shown.append("\\u%04x".formatted(codePoint));
        } else {
            shown.appendCodePoint(codePoint);
        }
    }
}
