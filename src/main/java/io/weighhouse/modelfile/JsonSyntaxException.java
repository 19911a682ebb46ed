package io.weighhouse.modelfile;

/** The text stops being JSON at {@link #offset}; nothing after it can be understood, so reading ends here. */
final class JsonSyntaxException extends RuntimeException {

    private final int offset;

    JsonSyntaxException(int offset, String message) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /** The byte {@code found}, or for {@code -1} the end of the text, stands where something else belongs. */
    static JsonSyntaxException unexpected(int offset, int found, String where) {
        if (found < 0) {
            return new JsonSyntaxException(offset, "the text ends " + where);
        }
        String shown = found > 0x20 && found < 0x7f ? "'" + (char) found + "'" : "byte 0x%02x".formatted(found);
        String hint = found == 'N' || found == 'I' ? "; NaN and Infinity are not JSON" : "";
        return new JsonSyntaxException(offset, "%s stands %s%s".formatted(shown, where, hint));
    }

    /** Position in the file, in bytes from 0. */
    int offset() {
        return offset;
    }
}
