package io.weighhouse.catalog.api.exchange;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param next cursor of the part that follows; null where there is none
 */
public record Page<T>(List<T> items, String next) {

    /**
     * The page out of one row more than it may have, which tells whether there is more.
     *
     * @param cursor where the page that ends with that row is to be continued
     */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, T> view, Function<R, Cursor> cursor) {
        boolean more = rows.size() > limit;
        List<R> shown = more ? rows.subList(0, limit) : rows;
        Optional<String> next = more ? Optional.of(cursor.apply(shown.get(limit - 1)).opaque()) : Optional.empty();
        return new Page<>(shown.stream().map(view).toList(), next.orElse(null));
    }
}
