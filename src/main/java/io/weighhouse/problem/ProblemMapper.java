package io.weighhouse.problem;

import java.util.Map;

import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.vertx.core.http.HttpServerRequest;

/** The one place where failures of requests become answers. */
@Singleton
public class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final Map<Integer, ProblemType> BY_STATUS = Map.of(
            400, ProblemType.MALFORMED_REQUEST,
            404, ProblemType.NOT_FOUND,
            405, ProblemType.METHOD_NOT_ALLOWED,
            406, ProblemType.NOT_ACCEPTABLE,
            413, ProblemType.TOO_LARGE,
            415, ProblemType.UNSUPPORTED_MEDIA_TYPE);

    @ServerExceptionMapper
    Response refused(RegistryException refusal, HttpServerRequest request) {
        return answer(refusal, request);
    }

    @ServerExceptionMapper
    Response unroutable(WebApplicationException failure, HttpServerRequest request) {
        Response response = failure.getResponse();
        RegistryException refusal = BY_STATUS.getOrDefault(response.getStatus(), ProblemType.INTERNAL_ERROR)
                .because("%s %s: %s", request.method(), request.path(), response.getStatusInfo().getReasonPhrase());
        String allow = response.getHeaderString(HttpHeaders.ALLOW);
        return answer(allow == null ? refusal.causedBy(failure) : refusal.withHeader(HttpHeaders.ALLOW, allow), request);
    }

    @ServerExceptionMapper
    Response failed(Throwable failure, HttpServerRequest request) {
        return answer(asRefusal(failure), request);
    }

    /** What the client may know of a failure: itself where it is a refusal, else only that there was one. */
    public static RegistryException asRefusal(Throwable failure) {
        return failure instanceof RegistryException refusal ? refusal
                : ProblemType.INTERNAL_ERROR.because("The registry failed; its log says why").causedBy(failure);
    }

    /** One line for what is the registry's or its neighbours' own failure; the client's are not logged. */
    public static void log(RegistryException refusal, HttpServerRequest request) {
        if (refusal.type() == ProblemType.INTERNAL_ERROR) {
            LOG.errorf(refusal.getCause(), "%s %s failed", request.method(), request.path());
        } else if (refusal.type().status() > 500) {
            LOG.warnf("%s %s: %s (%s)", request.method(), request.path(), refusal.getMessage(), refusal.getCause());
        }
    }

    private static Response answer(RegistryException refusal, HttpServerRequest request) {
        log(refusal, request);
        Problem problem = Problem.of(refusal, request.path());
        Response.ResponseBuilder response = Response.status(problem.status()).entity(problem.body());
        problem.headers().forEach(response::header);
        return response.build();
    }
}
