package io.weighhouse.modelfile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One tensor declared by the weights manifest. Its shape is client input, so all arithmetic is exact: a shape of more than
 * 2<sup>53</sup> elements, which JavaScript could not count, has no weight spec.
 *
 * @param scale of what is quantized as integers
 * @param optimizer whether it is no weight of the model, but of the optimizer that trained it
 */
public record WeightSpec(String name, DType dtype, List<Long> shape, Optional<Quantization> quantization,
        Optional<Scale> scale, boolean optimizer) {

    /** How quantized integers are led back: {@code value * scale + min}. */
    public record Scale(double min, double scale) {
    }

    static final long MAX_ELEMENTS = 1L << 53;

    /** A weight of the model that is not quantized as integers. */
    public WeightSpec(String name, DType dtype, List<Long> shape, Optional<Quantization> quantization) {
        this(name, dtype, shape, quantization, Optional.empty(), false);
    }

    public WeightSpec {
        shape = List.copyOf(shape);
        if (elements(shape).isEmpty() || !quantization.map(q -> q.allows(dtype)).orElse(true)) {
            throw new IllegalArgumentException("Not a weight spec: %s %s %s".formatted(dtype, quantization, shape));
        }
    }

    /** Product of the dimensions: 1 for a scalar, 0 where any of them is 0, nothing above 2<sup>53</sup>. */
    static OptionalLong elements(List<Long> shape) {
        if (shape.contains(0L)) {
            return OptionalLong.of(0);
        }
        long product = 1;
        for (long dimension : shape) {
            if (dimension < 0 || dimension > MAX_ELEMENTS / product) {
                return OptionalLong.empty();
            }
            product *= dimension;
        }
        return OptionalLong.of(product);
    }

    /** Number of elements. */
    public long elements() {
        return elements(shape).orElseThrow();
    }

    /** Whether only the data tell the number of bytes. */
    public boolean isVariable() {
        return dtype == DType.STRING && elements() > 0;
    }

    /** Exact number of bytes in the shards; empty for strings, whose lengths stand in the data. */
    public OptionalLong sizeInBytes() {
        return isVariable() ? OptionalLong.empty() : OptionalLong.of(leastBytes());
    }

    /** Number of bytes, counting every string as empty. */
    public long leastBytes() {
        int each = quantization.map(Quantization::bytesPerElement).orElseGet(dtype::leastBytesPerElement);
        return Math.multiplyExact(elements(), each);
    }
}
