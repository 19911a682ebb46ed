package io.weighhouse.catalog.api.exchange;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;

/** How long something lives from now on, as an ISO 8601 duration: {@code PT1H}, {@code P90D}, {@code P1Y}. */
public final class Lifetime {

    private static final Duration MOST = Duration.ofDays(36_525);

    private Lifetime() {
    }

    /** When what that member gives a lifetime ends. */
    public static Instant end(JsonMembers body, String name) {
        String text = body.text(name);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant end = end(now, text, body, name);
        if (!end.isAfter(now) || end.isAfter(now.plus(MOST))) {
            throw body.refusal(name, "must be longer than nothing and no longer than 100 years");
        }
        return end;
    }

    private static Instant end(Instant now, String text, JsonMembers body, String name) {
        try {
            TemporalAmount amount = text.contains("Y") || text.contains("M") && !text.contains("T") ? Period.parse(text)
                    : Duration.parse(text);
            return ZonedDateTime.ofInstant(now, ZoneOffset.UTC).plus(amount).toInstant();
        } catch (DateTimeException | ArithmeticException noDuration) {
            throw body.refusal(name, "is no ISO 8601 duration such as 'PT1H' or 'P90D'");
        }
    }
}
