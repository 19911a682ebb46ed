package io.weighhouse.problem;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.vertx.core.http.HttpServerRequest;

/** The one place where failures of requests become answers. */
@Singleton
public class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response refused(RegistryException refusal, HttpServerRequest request) {
        return answer(refusal, request);
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
        } else if (refusal.type().status() > 500 && refusal.type() != ProblemType.QUOTA_EXCEEDED) {
            LOG.warnf("%s %s: %s (%s)", request.method(), request.path(), refusal.getMessage(), refusal.getCause());
        }
    }

    /** The answer as Quarkus REST writes it. */
    public static Response answer(RegistryException refusal, HttpServerRequest request) {
        log(refusal, request);
        Problem problem = Problem.of(refusal, request);
        Response.ResponseBuilder response = Response.status(problem.status()).entity(problem.body());
        problem.headers().forEach(response::header);
        return response.build();
    }
}
