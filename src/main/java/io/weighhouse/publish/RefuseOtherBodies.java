package io.weighhouse.publish;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

import io.weighhouse.problem.ProblemType;

/** Tells whoever sends something else than a save to the address of a model file, before anybody asks who they are. */
@Provider
@MultipartOnly
@Priority(Priorities.AUTHENTICATION)
public class RefuseOtherBodies implements ContainerRequestFilter {

    private static final String MULTIPART = "multipart/";

    @Override
    public void filter(ContainerRequestContext context) {
        String contentType = context.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (contentType == null || !contentType.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length())) {
            throw ProblemType.METHOD_NOT_ALLOWED.because("This URL takes a save (multipart/form-data) or a load (GET)")
                    .withHeader(HttpHeaders.ALLOW, "GET, HEAD");
        }
    }
}
