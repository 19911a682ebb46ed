package io.weighhouse.publish.meters;

import java.util.Collection;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.problem.ProblemMapper;

/** What operators see of saves: how many run, what came in, how they ended. Never which models. */
@ApplicationScoped
public class SaveMeters {

    private static final String SAVES = "weighhouse.saves";

    private final MeterRegistry registry;
    private final Counter bytes;

    SaveMeters(MeterRegistry registry) {
        this.registry = registry;
        this.bytes = Counter.builder("weighhouse.saves.received").baseUnit("bytes")
                .description("Bytes of the bodies of saves").register(registry);
    }

    /** Shows how many of them there are. */
    public void watch(Collection<?> running) {
        Gauge.builder("weighhouse.saves.running", running, Collection::size)
                .description("Saves under way").register(registry);
    }

    /** Counts what flows past. */
    public Multi<Buffer> counting(Multi<Buffer> body) {
        return body.onItem().invoke(chunk -> bytes.increment(chunk.length()));
    }

    /** A save succeeded: it made a version, or found its bytes in the newest one. */
    public void succeeded(boolean created) {
        count(created ? "created" : "unchanged", "");
    }

    /** A save failed. */
    public void refused(Throwable failure) {
        count("refused", ProblemMapper.asRefusal(failure).type().slug());
    }

    /** A save was refused before anybody looked at it. */
    void refused(String slug) {
        count("refused", slug);
    }

    private void count(String outcome, String slug) {
        Counter.builder(SAVES).description("Saves by how they ended").tag("outcome", outcome).tag("slug", slug)
                .register(registry).increment();
    }
}
