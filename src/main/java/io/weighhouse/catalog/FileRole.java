package io.weighhouse.catalog;

import java.util.Locale;

/** What a file beside the model file is. */
public enum FileRole {
    SHARD,
    EXTRA;

    /** How answers write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
