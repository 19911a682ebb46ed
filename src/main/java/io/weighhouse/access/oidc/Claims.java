package io.weighhouse.access.oidc;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a verified token says of its holder. */
record Claims(JsonObject all) {

    /** OAuth's own lists: words in one text. */
    private static final Set<String> LISTS_OF_WORDS = Set.of("scope", "scp");

    /**
     * The values of a claim, none where there is no such claim.
     *
     * @param claim its name, or names of objects in one another joined by {@code /}
     */
    List<String> values(String claim) {
        Object value = all.containsKey(claim) ? all.getValue(claim) : at(claim.split("/"));
        Stream<?> values = value instanceof JsonArray list ? list.stream() : Stream.ofNullable(value);
        return values.filter(one -> one instanceof String || one instanceof Number || one instanceof Boolean)
                .map(Object::toString)
                .flatMap(one -> LISTS_OF_WORDS.contains(claim) ? Arrays.stream(one.split(" ")) : Stream.of(one))
                .toList();
    }

    private Object at(String... path) {
        Object value = all;
        for (String name : path) {
            value = value instanceof JsonObject object ? object.getValue(name) : null;
        }
        return value;
    }
}
