package io.weighhouse.web;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.weighhouse.problem.Problem;
import io.weighhouse.problem.ProblemType;

/**
 * Lets pages of other origins in (CORS): every answer, refusals included, may be read by pages of the configured origins, else
 * they could not tell one refusal from another. Credentials of the browser are never asked for: callers are known by headers
 * or by links.
 */
@ApplicationScoped
class CrossOrigin {

    /** Before everything that answers. */
    private static final int PRIORITY = 310;
    private static final String ANY = "*";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String EXPOSED = "Location, ETag, Repr-Digest, Content-Range, Retry-After";
    private static final String SECONDS_TO_REMEMBER = "7200";

    private final List<String> origins;
    private final boolean anyOrigin;

    /** Pages of other origins. */
    @ConfigMapping(prefix = "weighhouse.cors")
    interface Settings {

        /** Origins whose pages may call the registry: {@code *}, or an exact list such as {@code https://a.example}. */
        @WithDefault(ANY)
        List<String> origins();
    }

    CrossOrigin(Settings settings) {
        this.origins = settings.origins();
        this.anyOrigin = origins.contains(ANY);
    }

    void register(@Observes Filters filters) {
        filters.register(this::pass, PRIORITY);
    }

    private void pass(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> origin = Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN));
        boolean allowed = allow(origin, request.response().headers());
        if (isPreflight(request)) {
            answerPreflight(request, allowed);
        } else if (!allowed && origin.filter(from -> !isOwn(from, request)).isPresent()) {
            Problem.of(ProblemType.FORBIDDEN.because("Pages of the origin %s may not call this registry", origin.get()),
                    request).answer(request);
        } else {
            context.next();
        }
    }

    /** Where any origin is allowed, answers say so to everybody: caches may hand them on to pages. */
    private boolean allow(Optional<String> origin, MultiMap headers) {
        if (!anyOrigin) {
            headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        Optional<String> allowed = anyOrigin ? Optional.of(ANY) : origin.filter(origins::contains);
        allowed.ifPresent(name -> headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, name)
                .set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED));
        return allowed.isPresent();
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method() == HttpMethod.OPTIONS && request.headers().contains(HttpHeaders.ORIGIN)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    private static void answerPreflight(HttpServerRequest request, boolean allowed) {
        HttpServerResponse response = request.response().setStatusCode(204);
        if (allowed) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, SECONDS_TO_REMEMBER);
            Optional.ofNullable(request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS))
                    .ifPresent(wanted -> response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted));
        }
        response.end();
    }

    /** Browsers name the origin of some requests to it, too. A proxy may have ended TLS, so the scheme does not count. */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        return request.authority() != null && origin.replaceFirst("^https?://", "").equals(request.authority().toString());
    }
}
