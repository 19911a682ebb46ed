package io.weighhouse.modelfile;

/** The text stops being JSON at {@link #offset}; nothing after it can be understood, so reading ends here. */
final class JsonSyntaxException extends RuntimeException {

    private final int offset;

    JsonSyntaxException(int offset, String message) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /** Position in the file, in bytes from 0. */
    int offset() {
        return offset;
    }
}
