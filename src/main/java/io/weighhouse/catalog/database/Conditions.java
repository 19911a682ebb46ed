package io.weighhouse.catalog.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.vertx.mutiny.sqlclient.Tuple;

/** The conditions of a query as they come together, with the values that go into them. */
final class Conditions {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** @param first values that the query uses before its conditions do, as {@code $1} and so on */
    Conditions(Object... first) {
        values.addAll(Arrays.asList(first));
    }

    /** @param condition with a question mark for each value; not a client's text */
    Conditions and(String condition, Object... more) {
        sql.append(sql.isEmpty() ? "where " : " and ").append(numbered(condition, more));
        return this;
    }

    /** The condition, where there is a value for it. */
    <T> Conditions and(String condition, Optional<T> value, Function<T, Object> column) {
        return value.map(present -> and(condition, column.apply(present))).orElse(this);
    }

    boolean isEmpty() {
        return sql.isEmpty();
    }

    /** @param order how the rows are ordered, or nothing */
    String query(String select, String order, int limit) {
        return select + " " + sql + " " + order + numbered(" limit ?", limit);
    }

    /** The query without order and limit, with one more condition; others of the same conditions may stand beside it. */
    String also(String select, String condition) {
        return select + " " + sql + " and " + condition;
    }

    Tuple values() {
        return Tuple.from(values);
    }

    private String numbered(String text, Object... more) {
        String numbered = text;
        for (Object value : more) {
            values.add(value);
            numbered = numbered.replaceFirst("\\?", "\\$" + values.size());
        }
        return numbered;
    }
}
