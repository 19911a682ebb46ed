package io.weighhouse.catalog.api;

import java.time.Instant;

import io.weighhouse.catalog.Alias;

/** An alias as answers show it. */
record AliasView(String alias, int version, Instant movedAt, String movedBy) {

    static AliasView of(Alias alias) {
        return new AliasView(alias.name().value(), alias.version(), alias.movedAt(), alias.movedBy());
    }
}
