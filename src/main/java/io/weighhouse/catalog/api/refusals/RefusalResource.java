package io.weighhouse.catalog.api.refusals;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.NeedsCredentials;
import io.weighhouse.document.Takes;

/** The whole story of refused saves, of which TensorFlow.js showed only the number. */
@Path("")
@Tag(name = "Save")
public class RefusalResource {

    private final ListRefusals refusals;

    RefusalResource(ListRefusals refusals) {
        this.refusals = refusals;
    }

    @GET
    @Path("/api/v1/refusals")
    @NeedsCredentials
    @Operation(operationId = "listRefusals", summary = "The caller's own refused saves", description = "Of the last 24 hours, 100 at most, the newest first.")
    @Takes({ "limit", "after", "IfNoneMatch" })
    @APIResponse(responseCode = "200", ref = "RefusedSaves")
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "400", description = "malformed-request")
    public Uni<RestResponse<Buffer>> list(@Context HttpServerRequest request) {
        return refusals.list(request);
    }
}
