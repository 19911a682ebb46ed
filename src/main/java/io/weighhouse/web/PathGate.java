package io.weighhouse.web;

import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import io.weighhouse.problem.Problem;
import io.weighhouse.problem.ProblemType;

/**
 * Lets only plainly spelled paths in. Routers, proxies and security layers disagree about {@code ;x}, {@code //}, dot
 * segments and encoded slashes; a path that they could read in two ways is no path here.
 */
@ApplicationScoped
class PathGate {

    /** After cross-origin headers (310), before everything that routes. */
    private static final int PRIORITY = 250;
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "[;\\\\\\x00-\\x20]|//|/\\.{1,2}(/|$)|%(2[eEfF5]|3[bB]|5[cC]|0|1|7[fF])|%(?![0-9a-fA-F]{2})");

    void register(@Observes Filters filters) {
        filters.register(PathGate::pass, PRIORITY);
    }

    private static void pass(RoutingContext context) {
        String path = context.request().path();
        context.response().putHeader("X-Content-Type-Options", "nosniff");
        if (AMBIGUOUS.matcher(path).find()) {
            Problem.of(ProblemType.NOT_FOUND.because("No path here holds ';', '\\', '//', dot segments or their encodings"),
                    context.request()).answer(context.request());
        } else {
            context.next();
        }
    }
}
