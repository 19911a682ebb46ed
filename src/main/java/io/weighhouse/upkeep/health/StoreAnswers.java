package io.weighhouse.upkeep.health;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.weighhouse.storage.BlobStore;

/**
 * Tells how the store is, but never that the replica is not ready: all replicas share the store, and what lies in memory or in
 * the database is served without it.
 */
@Readiness
@ApplicationScoped
class StoreAnswers implements AsyncHealthCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration BELIEVED = Duration.ofSeconds(5);

    private final Uni<HealthCheckResponse> lately;
    private volatile long askedAt = System.nanoTime();

    StoreAnswers(BlobStore store) {
        this.lately = Uni.createFrom().deferred(() -> ask(store)).invoke(() -> askedAt = System.nanoTime())
                .memoize().until(() -> System.nanoTime() - askedAt > BELIEVED.toNanos());
    }

    /** Probes come often and from many places; the store is asked now and then. */
    @Override
    public Uni<HealthCheckResponse> call() {
        return lately;
    }

    private static Uni<HealthCheckResponse> ask(BlobStore store) {
        return store.probe()
                .ifNoItem().after(PATIENCE).fail()
                .map(answered -> tell("available"))
                .onFailure().recoverWithItem(() -> tell("degraded: it does not answer as it should"));
    }

    private static HealthCheckResponse tell(String state) {
        return HealthCheckResponse.builder().name("blob store").up().withData("state", state).build();
    }
}
