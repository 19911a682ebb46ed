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
    private final List<Object> values;

    Conditions() {
        this(new ArrayList<>());
    }

    /** @param first values that the query uses before its conditions do, as {@code $1} and so on */
    static Conditions after(Object... first) {
        return new Conditions(new ArrayList<>(Arrays.asList(first)));
    }

    private Conditions(List<Object> values) {
        this.values = values;
    }

    /** Conditions of a query around this one: their values come after those of this one. */
    Conditions continued() {
        return new Conditions(values);
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
