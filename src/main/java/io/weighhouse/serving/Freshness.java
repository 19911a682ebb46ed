package io.weighhouse.serving;

import io.weighhouse.catalog.Visibility;

/** How long others may keep an answer. */
enum Freshness {
    IMMUTABLE_PUBLIC("public, max-age=31536000, immutable"),
    IMMUTABLE_PRIVATE("private, max-age=31536000, immutable"),
    MOVES("no-cache");

    private final String cacheControl;

    Freshness(String cacheControl) {
        this.cacheControl = cacheControl;
    }

    String cacheControl() {
        return cacheControl;
    }

    static Freshness of(boolean moves, Visibility visibility) {
        if (moves) {
            return MOVES;
        }
        return visibility == Visibility.PUBLIC ? IMMUTABLE_PUBLIC : IMMUTABLE_PRIVATE;
    }
}
