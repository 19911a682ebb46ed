package io.weighhouse.modelfile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What TF.js can decode from a shard; every other dtype fails in the client. */
public enum DType {
    FLOAT32(4),
    INT32(4),
    BOOL(1),
    /** Real and imaginary part, interleaved. */
    COMPLEX64(8),
    /** Each element is a little-endian uint32 length and that many bytes: only the data tell how many. */
    STRING(4);

    private final int leastBytesPerElement;

    DType(int leastBytesPerElement) {
        this.leastBytesPerElement = leastBytesPerElement;
    }

    /** Exact for every dtype but {@link #STRING}. */
    int leastBytesPerElement() {
        return leastBytesPerElement;
    }

    /** The name in a weights manifest. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DType> named(String text) {
        return Arrays.stream(values()).filter(dtype -> dtype.text().equals(text)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(DType::text).collect(Collectors.joining(", "));
    }
}
