package io.weighhouse.upkeep.health;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.database.Database;

/** Without PostgreSQL nothing can be answered, so a replica that cannot reach it is sent no requests. */
@Readiness
@ApplicationScoped
class DatabaseAnswers implements AsyncHealthCheck {

    private static final String NAME = "database";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;

    DatabaseAnswers(Database database) {
        this.database = database;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return database.probe()
                .ifNoItem().after(PATIENCE).fail()
                .map(answered -> HealthCheckResponse.up(NAME))
                .onFailure().recoverWithItem(() -> HealthCheckResponse.down(NAME));
    }
}
