package io.weighhouse.modelfile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a quantized tensor lies in its shard: the dtype of its {@code quantization}, which replaces the tensor's own. */
public enum Quantization {
    UINT8(1),
    UINT16(2),
    FLOAT16(2);

    private final int bytesPerElement;

    Quantization(int bytesPerElement) {
        this.bytesPerElement = bytesPerElement;
    }

    int bytesPerElement() {
        return bytesPerElement;
    }

    /** The name in a weights manifest. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The integers are led back by {@code value * scale + min}. */
    boolean needsMinAndScale() {
        return this != FLOAT16;
    }

    boolean allows(DType dtype) {
        return dtype == DType.FLOAT32 || dtype == DType.INT32 && this != FLOAT16;
    }

    static Optional<Quantization> named(String text) {
        return Arrays.stream(values()).filter(quantization -> quantization.text().equals(text)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(Quantization::text).collect(Collectors.joining(", "));
    }
}
