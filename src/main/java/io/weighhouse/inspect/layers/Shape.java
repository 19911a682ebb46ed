package io.weighhouse.inspect.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The shape of a tensor, as far as a topology tells: a dimension may be open (the batch), and all of it may be unknown.
 *
 * @param dims dimensions; {@link #OPEN} where any size goes
 */
public record Shape(boolean known, List<Long> dims) {

    /** A dimension of no fixed size. */
    public static final long OPEN = -1;
    public static final Shape UNKNOWN = new Shape(false, List.of());

    private static final int MAX_RANK = 64;

    public Shape {
        dims = List.copyOf(dims);
    }

    static Shape of(List<Long> dims) {
        return new Shape(true, dims);
    }

    static Shape of(long... dims) {
        return of(LongStream.of(dims).boxed().toList());
    }

    /** Reads {@code [null, 28, 28, 1]}; negative numbers and null are open. Anything else is unknown. */
    public static Shape of(JsonNode json) {
        if (!json.isArray() || json.size() > MAX_RANK) {
            return UNKNOWN;
        }
        List<Long> dims = new ArrayList<>();
        for (JsonNode dim : json) {
            if (!dim.isNull() && !dim.isNumber()) {
                return UNKNOWN;
            }
            dims.add(dim.isNull() ? OPEN : Math.max(OPEN, dim.asLong()));
        }
        return of(dims);
    }

    /** As JSON writes it: null for an open dimension. */
    public List<Long> asJson() {
        List<Long> json = new ArrayList<>();
        dims.forEach(dim -> json.add(dim == OPEN ? null : dim));
        return Collections.unmodifiableList(json);
    }

    int rank() {
        return dims.size();
    }

    /** The dimension at that place; negative ones count from the end. */
    long get(int index) {
        return dims.get(place(index));
    }

    long last() {
        return get(-1);
    }

    Shape with(int index, long dim) {
        List<Long> changed = new ArrayList<>(dims);
        changed.set(place(index), Math.max(OPEN, dim));
        return of(changed);
    }

    Shape without(int index) {
        List<Long> changed = new ArrayList<>(dims);
        changed.remove(place(index));
        return of(changed);
    }

    Shape inserting(int index, long dim) {
        List<Long> changed = new ArrayList<>(dims);
        changed.add(index, dim);
        return of(changed);
    }

    /** Number of elements from that dimension on; open where one of them is. */
    long elementsFrom(int index) {
        long product = 1;
        for (long dim : dims.subList(index, rank())) {
            if (dim == OPEN) {
                return OPEN;
            }
            product = Math.multiplyExact(product, dim);
        }
        return product;
    }

    private int place(int index) {
        return index < 0 ? rank() + index : index;
    }
}
