package io.weighhouse.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do in a namespace. */
public enum Permission {
    /** Look at private models and load them. */
    READ,
    /** Save new versions. */
    PUBLISH,
    /** Move aliases, change labels, descriptions and what bare addresses serve. */
    PROMOTE,
    /** Delete versions and models. */
    DELETE,
    /** Everything, and who may do what. */
    ADMIN;

    /** The permission of that name, such as {@code read}. */
    public static Optional<Permission> named(String name) {
        return Stream.of(values()).filter(permission -> permission.text().equals(name)).findFirst();
    }

    /** How configuration and answers name it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
