package io.weighhouse.modelfile;

/**
 * Reads one JSON text token by token without ever holding more of it than positions. It is stricter than JSON (RFC 8259) where
 * a client or the database could not keep what it accepted: see {@link Findings} for what it reports and goes on after, and
 * {@link JsonSyntaxException} for what ends the reading.
 */
final class JsonScanner {

    /** What {@link #next} came upon. */
    enum Token {
        OBJECT,
        OBJECT_END,
        ARRAY,
        ARRAY_END,
        KEY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        END
    }

    private enum Expected {
        VALUE,
        KEY_OR_END,
        ELEMENT_OR_END,
        COMMA_OR_END
    }

    private final byte[] bytes;
    private final Findings findings;
    private final JsonStrings strings;
    private final JsonNumbers numbers;
    private final JsonPath path;
    private final ObjectKeys keys;
    private final int[] keyMarks = new int[JsonPath.MAX_DEPTH + 1];
    private Expected expected = Expected.VALUE;
    private int at;
    private int whiteSpace;
    private int start;

    JsonScanner(byte[] bytes, Findings findings) {
        this.bytes = bytes;
        this.findings = findings;
        this.strings = new JsonStrings(bytes);
        this.numbers = new JsonNumbers(bytes);
        this.path = new JsonPath(strings);
        this.keys = new ObjectKeys(strings);
        boolean byteOrderMark = bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb
                && bytes[2] == (byte) 0xbf;
        this.at = byteOrderMark ? 3 : 0;
    }

    JsonPath path() {
        return path;
    }

    /** Position of the first byte of the last token. */
    int start() {
        return start;
    }

    /** Position after the last token. */
    int end() {
        return at;
    }

    /** Number of bytes of insignificant white space so far. */
    int whiteSpace() {
        return whiteSpace;
    }

    /** What the last key or string says, or how the last number is written. */
    String text() {
        return bytes[start] == '"' ? strings.decode(start) : numbers.text(start, at);
    }

    /** How the last number is written; empty where it is longer than any that is accepted. */
    String shortNumber() {
        return at - start <= JsonNumbers.MAX_LENGTH ? numbers.text(start, at) : "";
    }

    Token next() {
        int first = skipWhiteSpace();
        return switch (expected) {
            case VALUE -> value(first);
            case KEY_OR_END -> first == '}' ? close(Token.OBJECT_END) : key(first);
            case ELEMENT_OR_END -> first == ']' ? close(Token.ARRAY_END) : element(first);
            case COMMA_OR_END -> path.depth() == 0 ? end(first) : afterValue(first);
        };
    }

    /** Goes to the end of the value that begins with {@code first}, the last token. */
    void skip(Token first) {
        if (first == Token.OBJECT || first == Token.ARRAY) {
            int outside = path.depth() - 1;
            while (path.depth() > outside) {
                next();
            }
        }
    }

    /** Reports a finding about the value that begins with {@code first}, the last token, and goes to its end. */
    void refuse(Token first, String message) {
        report("%s", message);
        skip(first);
    }

    /** Reports a finding about the last value. */
    void report(String message, Object... arguments) {
        findings.add(path::pointer, message, arguments);
    }

    /** Reports a finding about the member {@code key} of the object that was opened or closed last. */
    void reportMember(String key, String message, Object... arguments) {
        findings.add(() -> path.pointer() + "/" + key, message, arguments);
    }

    private Token end(int first) {
        start = at;
        if (first >= 0) {
            throw unexpected(first, "after the end of the document");
        }
        return Token.END;
    }

    private Token afterValue(int first) {
        boolean inObject = path.inObject();
        if (first == (inObject ? '}' : ']')) {
            return close(inObject ? Token.OBJECT_END : Token.ARRAY_END);
        } else if (first != ',') {
            throw unexpected(first, inObject ? "where ',' or '}' belongs" : "where ',' or ']' belongs");
        }
        at++;
        int next = skipWhiteSpace();
        return inObject ? key(next) : element(next);
    }

    private Token element(int first) {
        path.element();
        return value(first);
    }

    private Token key(int first) {
        if (first != '"') {
            throw unexpected(first, "where a key in double quotes belongs");
        }
        int key = at;
        path.key(key);
        keys.add(key);
        string();
        int end = at;
        int colon = skipWhiteSpace();
        if (colon != ':') {
            throw unexpected(colon, "where ':' belongs");
        }
        at++;
        expected = Expected.VALUE;
        start = key;
        return Token.KEY;
    }

    private Token value(int first) {
        expected = Expected.COMMA_OR_END;
        start = at;
        return switch (first) {
            case '{' -> open(Token.OBJECT);
            case '[' -> open(Token.ARRAY);
            case '"' -> string();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case 't' -> word("true", Token.TRUE);
            case 'f' -> word("false", Token.FALSE);
            case 'n' -> word("null", Token.NULL);
            default -> throw unexpected(first, "where a value belongs");
        };
    }

    private Token open(Token token) {
        path.open(token == Token.OBJECT, at);
        keyMarks[path.depth()] = keys.open();
        expected = token == Token.OBJECT ? Expected.KEY_OR_END : Expected.ELEMENT_OR_END;
        at++;
        return token;
    }

    private Token close(Token token) {
        int mark = keyMarks[path.depth()];
        path.close();
        keys.close(mark, this::repeated);
        expected = Expected.COMMA_OR_END;
        start = at;
        at++;
        return token;
    }

    private void repeated(int key) {
        findings.add(() -> path.pointer() + "/" + JsonPath.segment(strings.decode(key)),
                "stands twice in its object (again at byte %d)", key);
    }

    private Token string() {
        JsonStrings.Seen seen = strings.scan(at);
        if (seen.zero()) {
            report("holds \\u0000 (in the string at byte %d)", at);
        }
        if (seen.loneSurrogate()) {
            report("holds a lone surrogate (in the string at byte %d)", at);
        }
        at = seen.end();
        return Token.STRING;
    }

    private Token number() {
        at = numbers.scan(start);
        String objection = numbers.objection(start, at);
        if (!objection.isEmpty()) {
            report("%s", objection);
        }
        return Token.NUMBER;
    }

    private Token word(String word, Token token) {
        for (int i = 0; i < word.length(); i++) {
            if (start + i >= bytes.length || bytes[start + i] != word.charAt(i)) {
                throw unexpected(bytes[start], "where a value belongs");
            }
        }
        at += word.length();
        return token;
    }

    private int skipWhiteSpace() {
        int from = at;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        whiteSpace += at - from;
        return at < bytes.length ? bytes[at] & 0xff : -1;
    }

    private JsonSyntaxException unexpected(int found, String where) {
        return JsonSyntaxException.unexpected(at, found, where);
    }
}
