package io.weighhouse.modelfile;

import java.util.Arrays;

/** Where in the document a scanner stands, kept cheaply and spelled out as a JSON pointer (RFC 6901) only on demand. */
final class JsonPath {

    static final int MAX_DEPTH = 256;
    private static final int NONE = -1;
    /** Longer keys are cut in a pointer. */
    private static final int SEGMENT_LENGTH = 100;

    private final JsonStrings strings;
    private final boolean[] object = new boolean[MAX_DEPTH + 1];
    /** In an object the position of the last key, in an array the index of the last element. */
    private final int[] step = new int[MAX_DEPTH + 1];
    private int depth;

    JsonPath(JsonStrings strings) {
        this.strings = strings;
        Arrays.fill(step, NONE);
    }

    /** Number of objects and arrays that are open. */
    int depth() {
        return depth;
    }

    boolean inObject() {
        return object[depth];
    }

    void open(boolean isObject, int at) {
        if (depth == MAX_DEPTH) {
            throw new JsonSyntaxException(at, "objects and arrays are nested deeper than %d".formatted(MAX_DEPTH));
        }
        depth++;
        object[depth] = isObject;
        step[depth] = NONE;
    }

    void close() {
        depth--;
    }

    void key(int position) {
        step[depth] = position;
    }

    void element() {
        step[depth]++;
    }

    /** Index in its array of the value that was read last. */
    int index() {
        return step[depth];
    }

    /** The place of the value, or of the object or array opened or closed, that was read last. */
    String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (int level = 1; level <= depth && step[level] != NONE; level++) {
            pointer.append('/').append(object[level] ? segment(strings.decode(step[level])) : step[level]);
        }
        return pointer.toString();
    }

    /** {@code key} as one segment of a pointer. */
    static String segment(String key) {
        return ClientText.shown(key, SEGMENT_LENGTH).replace("~", "~0").replace("/", "~1");
    }
}
