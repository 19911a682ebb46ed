package io.weighhouse.modelfile;

import io.weighhouse.modelfile.JsonScanner.Token;

/** Goes to the values of a text that one is after and skips all others; what is no object, or no array, has none. */
final class JsonWalk {

    private final JsonScanner scanner;

    JsonWalk(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /** Reads the value that begins with a token, to its end. */
    interface ValueReader {

        void read(Token first);
    }

    /** Reads the values of that key of the object that begins with {@code first}. */
    void inObject(Token first, String key, ValueReader reader) {
        if (first != Token.OBJECT) {
            scanner.skip(first);
            return;
        }
        while (scanner.next() != Token.OBJECT_END) {
            boolean found = scanner.text().equals(key);
            Token value = scanner.next();
            if (found) {
                reader.read(value);
            } else {
                scanner.skip(value);
            }
        }
    }

    /** Reads each value of the array that begins with {@code first}. */
    void inArray(Token first, ValueReader reader) {
        if (first != Token.ARRAY) {
            scanner.skip(first);
            return;
        }
        for (Token value = scanner.next(); value != Token.ARRAY_END; value = scanner.next()) {
            reader.read(value);
        }
    }
}
