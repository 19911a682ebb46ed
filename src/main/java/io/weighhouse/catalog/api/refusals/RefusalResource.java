package io.weighhouse.catalog.api.refusals;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.NeedsCredentials;

/** The whole story of refused saves, of which TensorFlow.js showed only the number. */
@Path("")
public class RefusalResource {

    private final ListRefusals refusals;

    RefusalResource(ListRefusals refusals) {
        this.refusals = refusals;
    }

    @GET
    @Path("/api/v1/refusals")
    @NeedsCredentials
    @Operation(summary = "The caller's own refused saves", description = "Of the last 24 hours, 100 at most, the newest first; "
            + "?limit= and ?after= page.")
    @APIResponse(responseCode = "200", description = "A page of problems, each with the time it was told")
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "503", description = "database-unavailable")
    public Uni<RestResponse<Buffer>> list(@Context HttpServerRequest request) {
        return refusals.list(request);
    }
}
