package io.weighhouse.web;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Tells caches that answers differ by origin, where only some origins are let in: each is told its own name only. Where all
 * are, one answer is for all of them: beside a security extension Quarkus by itself would name each origin.
 */
@ApplicationScoped
class VaryByOrigin {

    private static final int PRIORITY = 310;

    private final boolean anyOrigin;

    /** Pages of other origins. */
    @ConfigMapping(prefix = "weighhouse.cors")
    interface Settings {

        /** Origins whose pages may call the registry: {@code *}, or an exact list such as {@code https://a.example}. */
        @WithDefault("*")
        List<String> origins();
    }

    VaryByOrigin(Settings settings) {
        this.anyOrigin = settings.origins().contains("*");
    }

    void register(@Observes Filters filters) {
        filters.register(anyOrigin ? VaryByOrigin::letAllIn : VaryByOrigin::tell, PRIORITY);
    }

    private static void letAllIn(RoutingContext context) {
        if (context.request().headers().contains(HttpHeaders.ORIGIN)) {
            context.addHeadersEndHandler(end -> context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
        }
        context.next();
    }

    private static void tell(RoutingContext context) {
        context.response().headers().add("Vary", "Origin");
        context.next();
    }
}
