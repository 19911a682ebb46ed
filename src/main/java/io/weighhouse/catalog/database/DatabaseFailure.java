package io.weighhouse.catalog.database;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.hibernate.exception.JDBCConnectionException;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;

/** Tells failures of PostgreSQL apart, by type and SQLSTATE, wherever they stand in the chain of causes. */
final class DatabaseFailure {

    private static final Set<String> LOST_RACES = Set.of("23503", "23505", "40001", "40P01");
    // connection exceptions, insufficient resources, operator intervention, system errors, read-only standby
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "57", "58", "25");

    private DatabaseFailure() {
    }

    /** Another transaction made the same row first, removed a row under this one, or waits for it in a circle. */
    static boolean isLostRace(Throwable failure) {
        return sqlState(failure).filter(LOST_RACES::contains).isPresent();
    }

    /** Raised by one of the registry's own functions. */
    static boolean isOwn(Throwable failure) {
        return sqlState(failure).filter(state -> state.startsWith("WH")).isPresent();
    }

    /** Which of them: its SQLSTATE. */
    static String own(Throwable failure) {
        return sqlState(failure).orElseThrow();
    }

    /** The database cannot be reached or cannot work at the moment. */
    static boolean isUnavailable(Throwable failure) {
        return sqlState(failure).filter(state -> UNAVAILABLE_CLASSES.contains(state.substring(0, 2))).isPresent()
                || causes(failure).anyMatch(cause -> cause instanceof IOException || cause instanceof TimeoutException
                        || cause instanceof VertxException || cause instanceof JDBCConnectionException);
    }

    /** What it says beyond its message. */
    static String detail(Throwable failure) {
        return postgres(failure).map(PgException::getDetail).findFirst().orElseThrow();
    }

    private static Optional<String> sqlState(Throwable failure) {
        return postgres(failure).map(PgException::getSqlState).findFirst();
    }

    private static Stream<PgException> postgres(Throwable failure) {
        return causes(failure).filter(PgException.class::isInstance).map(PgException.class::cast);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
    }
}
