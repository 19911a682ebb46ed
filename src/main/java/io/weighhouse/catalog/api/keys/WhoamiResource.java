package io.weighhouse.catalog.api.keys;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.NeedsCredentials;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.document.Takes;

/** Who the registry takes its caller for. */
@Path("")
@Tag(name = "Manage")
public class WhoamiResource {

    private final Access access;
    private final JsonExchange json;

    WhoamiResource(Access access, JsonExchange json) {
        this.access = access;
        this.json = json;
    }

    @GET
    @Path("/api/v1/whoami")
    @NeedsCredentials
    @Operation(operationId = "whoami", summary = "The caller, and what it may do where")
    @Takes("IfNoneMatch")
    @APIResponse(responseCode = "200", ref = "Whoami")
    @APIResponse(responseCode = "304", ref = "NotModified")
    public RestResponse<Buffer> whoami(@Context HttpServerRequest request) {
        return json.current(CallerView.of(access.caller()), request);
    }
}
