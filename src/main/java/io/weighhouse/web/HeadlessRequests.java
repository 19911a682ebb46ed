package io.weighhouse.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.weighhouse.problem.Problem;
import io.weighhouse.problem.ProblemType;

/** Answers requests that no route and no filter gets to see, since HTTP asks for a {@code Host} and they have none. */
@ApplicationScoped
class HeadlessRequests {

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(HeadlessRequests::answer);
    }

    private static void answer(RoutingContext context) {
        if (context.statusCode() == 400 && !context.response().ended()) {
            Problem.of(ProblemType.MALFORMED_REQUEST.because("HTTP/1.1 wants one Host header that names a host"),
                    context.request()).answer(context.request());
        } else {
            context.next();
        }
    }
}
