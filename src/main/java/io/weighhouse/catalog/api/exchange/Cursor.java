package io.weighhouse.catalog.api.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.weighhouse.problem.ProblemType;

/** Where a list goes on. Clients hand it back as they got it, so it may change its form. */
public record Cursor(String key) {

    public static Cursor parse(String opaque) {
        try {
            return new Cursor(new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException foreign) {
            throw foreign();
        }
    }

    /** The key of a list that is ordered by numbers. */
    public long number() {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException foreign) {
            throw foreign();
        }
    }

    public static RuntimeException foreign() {
        return ProblemType.MALFORMED_REQUEST.because("'after' is no cursor that this list gave").with("name", "after");
    }

    public String opaque() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
