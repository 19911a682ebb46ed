package io.weighhouse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.quarkus.runtime.configuration.DurationConverter;

/**
 * What the process was started for, by its arguments.
 *
 * @param deletedAfter for {@link Kind#RECONCILE}: orphans older than that are deleted; without it nothing is
 */
record Command(Kind kind, Optional<Duration> deletedAfter) {

    static final String USAGE = "no argument (to serve), migrate, or reconcile [--delete [--older-than=24h]]";

    private static final String DELETE = "--delete";
    private static final String OLDER_THAN = "--older-than=";
    private static final Duration A_DAY = Duration.ofHours(24);

    /** Serving goes on until somebody ends it; the others end when they are done. */
    enum Kind {
        SERVE,
        MIGRATE,
        RECONCILE
    }

    static Command of(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        if (words.isEmpty()) {
            return new Command(Kind.SERVE, Optional.empty());
        }
        return switch (words.remove(0)) {
            case "migrate" -> alone(Kind.MIGRATE, words);
            case "reconcile" -> reconcile(words);
            default -> throw unknown(arguments);
        };
    }

    private static Command alone(Kind kind, List<String> rest) {
        if (!rest.isEmpty()) {
            throw unknown(rest.toArray(String[]::new));
        }
        return new Command(kind, Optional.empty());
    }

    private static Command reconcile(List<String> options) {
        if (!options.remove(DELETE)) {
            return alone(Kind.RECONCILE, options);
        }
        Duration age = A_DAY;
        if (options.size() == 1 && options.get(0).startsWith(OLDER_THAN)) {
            age = age(options.remove(0).substring(OLDER_THAN.length()));
        }
        alone(Kind.RECONCILE, options);
        return new Command(Kind.RECONCILE, Optional.of(age));
    }

    private static Duration age(String text) {
        try {
            Duration age = DurationConverter.parseDuration(text);
            if (!age.isNegative()) {
                return age;
            }
        } catch (IllegalArgumentException noDuration) {
            throw new StartupRefused("%s%s is no duration such as 24h", OLDER_THAN, text);
        }
        throw new StartupRefused("%s%s lies in the future", OLDER_THAN, text);
    }

    private static StartupRefused unknown(String... arguments) {
        return new StartupRefused("'%s' is not understood; what it takes: %s", String.join(" ", arguments), USAGE);
    }
}
