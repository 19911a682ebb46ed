package io.weighhouse;

import java.net.BindException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;

/** Why Quarkus could not start, in one message where the operator can mend it. */
final class StartupFailure {

    private StartupFailure() {
    }

    /** Empty where only a stack trace can help. */
    static Optional<String> explain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(StartupFailure::explainCause)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> explainCause(Throwable cause) {
        if (cause instanceof QuarkusBindException busy) {
            return Optional.of("port %d of %s is in use; choose another by quarkus.http.port (QUARKUS_HTTP_PORT)"
                    .formatted(busy.getPort(), busy.getHost()));
        }
        if (cause instanceof BindException busy) {
            return Optional.of("the port of the management interface is in use (%s); choose another by quarkus.management.port "
                    .formatted(busy.getMessage()) + "(QUARKUS_MANAGEMENT_PORT), which is 9000 unless set");
        }
        if (cause instanceof SQLException unreachable && String.valueOf(unreachable.getSQLState()).startsWith("08")) {
            return Optional.of("the database cannot be reached: %s It is set by weighhouse.database.url "
                    .formatted(unreachable.getMessage()) + "(WEIGHHOUSE_DATABASE_URL)");
        }
        boolean badSetting = cause instanceof ConfigValidationException || cause instanceof ConfigurationException;
        return badSetting ? Optional.of(cause.getMessage()) : Optional.empty();
    }
}
