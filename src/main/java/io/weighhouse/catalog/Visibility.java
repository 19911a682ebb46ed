package io.weighhouse.catalog;

import java.util.Arrays;
import java.util.Locale;

import io.weighhouse.problem.ProblemType;

/** Who may read a model without a grant: everybody, or nobody. */
public enum Visibility {
    PUBLIC,
    PRIVATE;

    /** Reads {@code public} or {@code private}. */
    public static Visibility parse(String text) {
        return Arrays.stream(values())
                .filter(visibility -> visibility.text().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemType.MALFORMED_REQUEST
                        .because("A model's visibility is 'public' or 'private', not '%s'", text));
    }

    /** How requests and answers write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
