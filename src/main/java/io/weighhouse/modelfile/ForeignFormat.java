package io.weighhouse.modelfile;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** What people hand in for a model file by mistake, known by its first bytes, and what they should do instead. */
enum ForeignFormat {
    HDF5("\u0089HDF", "an HDF5 file (.h5); convert it with tensorflowjs_converter"),
    ZIP("PK\u0003\u0004", "a zip file (.keras or a bundle); convert or unpack it"),
    GZIP("\u001f\u008b", "gzipped; send it plain"),
    HTML("<", "HTML or XML"),
    UTF_16_LE("\u00ff\u00fe", "UTF-16 text; JSON is UTF-8"),
    UTF_16_BE("\u00fe\u00ff", "UTF-16 text; JSON is UTF-8");

    private static final String WHITE_SPACE = " \t\n\r";
    private static final int SEEN = 64;

    private final byte[] start;
    private final String words;

    ForeignFormat(String start, String words) {
        this.start = start.getBytes(StandardCharsets.ISO_8859_1);
        this.words = words;
    }

    /** Throws where {@code bytes} cannot be JSON; what is only broken JSON is left to the scanner. */
    static void refuse(byte[] bytes) {
        if (bytes.length == 0) {
            throw new JsonSyntaxException(0, "the file is empty");
        }
        for (ForeignFormat format : values()) {
            if (format.begins(bytes)) {
                throw new JsonSyntaxException(0, "the file is " + format.words);
            }
        }
        if (isBinary(bytes)) {
            throw new JsonSyntaxException(0,
                    "the file is not JSON; a frozen graph or SavedModel (.pb) has to be converted with tensorflowjs_converter");
        }
    }

    /** A graph's first byte is that of a new line, so the first one that is no white space tells, and those around it. */
    private static boolean isBinary(byte[] bytes) {
        int first = 0;
        while (first < bytes.length && WHITE_SPACE.indexOf(bytes[first]) >= 0) {
            first++;
        }
        boolean object = first < bytes.length && bytes[first] == '{';
        return !object && IntStream.range(0, Math.min(bytes.length, SEEN))
                .anyMatch(at -> bytes[at] >= 0 && bytes[at] < ' ' && WHITE_SPACE.indexOf(bytes[at]) < 0);
    }

    private boolean begins(byte[] bytes) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || bytes[i] != start[i]) {
                return false;
            }
        }
        return true;
    }
}
