package io.weighhouse.web;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.MDC;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Gives each request an id by which its lines are found in the log: the one that a proxy or the client sent, or a new one. The
 * answer tells it to those who sent it, and where the registry failed; all other answers are the same for the same question.
 */
@ApplicationScoped
class RequestId {

    /** Before everything that may answer or log. */
    private static final int PRIORITY = 500;
    private static final int FIRST_FAILURE = 500;
    private static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:+/=-]{1,128}");

    void register(@Observes Filters filters) {
        filters.register(RequestId::give, PRIORITY);
    }

    private static void give(RoutingContext context) {
        String sent = context.request().getHeader(HEADER);
        boolean sane = sent != null && SANE.matcher(sent).matches();
        String id = sane ? sent : made();
        context.addHeadersEndHandler(now -> {
            if (sane || context.response().getStatusCode() >= FIRST_FAILURE) {
                context.response().putHeader(HEADER, id);
            }
        });
        MDC.put("requestId", id);
        context.next();
    }

    private static String made() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }
}
