package io.weighhouse.upkeep.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

import io.quarkus.runtime.StartupEvent;

/** Whether the start is over: migrations, the check of the store. */
@Startup
@ApplicationScoped
class RegistryStarted implements HealthCheck {

    private volatile boolean started;

    void started(@Observes StartupEvent start) {
        started = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.builder().name("started").status(started).build();
    }
}
