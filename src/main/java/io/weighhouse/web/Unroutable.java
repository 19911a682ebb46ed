package io.weighhouse.web;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.problem.ProblemMapper;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** Answers requests that Quarkus REST leads nowhere, and tells the methods that their path knows, which it does not. */
@Singleton
public class Unroutable {

    private static final Map<Integer, ProblemType> BY_STATUS = Map.of(
            400, ProblemType.MALFORMED_REQUEST,
            404, ProblemType.NOT_FOUND,
            405, ProblemType.METHOD_NOT_ALLOWED,
            406, ProblemType.NOT_ACCEPTABLE,
            413, ProblemType.TOO_LARGE,
            415, ProblemType.UNSUPPORTED_MEDIA_TYPE);

    private record Route(Pattern path, String methods) {
    }

    private static final List<Route> ROUTES = List.of(
            new Route(Pattern.compile("/upload/?|/models/[^/]+/[^/]+/?"), "POST, PUT"),
            new Route(Pattern.compile("/api/v1/models/[^/]+/[^/]+/aliases/[^/]+/?|/api/v1/namespaces/[^/]+/?"),
                    "GET, HEAD, PUT, DELETE"),
            new Route(Pattern.compile("/api/v1/models/[^/]+/[^/]+(/versions/[^/]+)?/?"), "GET, HEAD, PATCH, DELETE"),
            new Route(Pattern.compile("/api/v1/models/[^/]+/[^/]+/(versions/[^/]+/links|aliases/[^/]+/links|save-links)/?"),
                    "POST"),
            new Route(Pattern.compile("/api/v1/models/[^/]+/[^/]+/links/[^/]+/?"), "GET, HEAD, DELETE"),
            new Route(Pattern.compile("/api/v1/keys/?"), "GET, HEAD, POST"),
            new Route(Pattern.compile("/api/v1/keys/[^/]+/?"), "DELETE"),
            new Route(Pattern.compile("/models/[^/]+/[^/]+/model\\.json/?"), "GET, HEAD, POST, PUT"));
    private static final String LOADS = "GET, HEAD";

    @ServerExceptionMapper
    Response unroutable(WebApplicationException failure, HttpServerRequest request) {
        int status = failure.getResponse().getStatus();
        RegistryException refusal = BY_STATUS.getOrDefault(status, ProblemType.INTERNAL_ERROR)
                .because("%s %s: %s", request.method(), request.path(), failure.getResponse().getStatusInfo().getReasonPhrase())
                .causedBy(failure);
        return ProblemMapper.answer(status == 405 ? refusal.withHeader(HttpHeaders.ALLOW, methods(request.path())) : refusal,
                request);
    }

    private static String methods(String path) {
        return ROUTES.stream().filter(route -> route.path().matcher(path).matches()).map(Route::methods)
                .findFirst().orElse(LOADS);
    }
}
