package io.weighhouse.telemetry;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;

/** Spans around the steps of a save and a load. Without a configured collector none is made and the work runs bare. */
@ApplicationScoped
public class Spans {

    private final Tracer tracer;

    Spans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** A span around work that has steps: theirs become its children. One at a time on a request's context. */
    public <T> Uni<T> aroundSteps(String name, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Span span = tracer.spanBuilder(name).startSpan();
            if (!span.isRecording()) {
                return work.get();
            }
            Scope scope = span.makeCurrent();
            return ending(span, work).onTermination().invoke(scope::close);
        });
    }

    /** A span around one step. Steps may run beside each other. */
    public <T> Uni<T> around(String name, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Span span = tracer.spanBuilder(name).startSpan();
            return span.isRecording() ? ending(span, work) : work.get();
        });
    }

    private static <T> Uni<T> ending(Span span, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get)
                .onFailure().invoke(failure -> span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage())))
                .onTermination().invoke(() -> span.end());
    }
}
