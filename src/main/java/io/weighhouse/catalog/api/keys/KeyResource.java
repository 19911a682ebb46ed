package io.weighhouse.catalog.api.keys;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.NeedsCredentials;
import io.weighhouse.document.Takes;

/** API keys of the registry: for programs that save and load, each with no more rights than it needs. */
@Path("")
@Tag(name = "Manage")
@APIResponse(responseCode = "400", description = "malformed-request")
@APIResponse(responseCode = "403", description = "forbidden: the caller administers no namespace, or not all that it names")
public class KeyResource {

    private final ManageKeys keys;

    KeyResource(ManageKeys keys) {
        this.keys = keys;
    }

    @POST
    @Path("/api/v1/keys")
    @NeedsCredentials
    @Operation(operationId = "makeKey", summary = "Make a key", description = "Its secret is in this answer and nowhere else.")
    @RequestBody(ref = "KeyRequest")
    @APIResponse(responseCode = "201", ref = "MadeKey")
    @APIResponse(responseCode = "400", description = "malformed-request, invalid-name")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    @APIResponse(responseCode = "408", description = "upload-too-slow")
    public Uni<RestResponse<Buffer>> make(@Context HttpServerRequest request) {
        return keys.make(request);
    }

    @GET
    @Path("/api/v1/keys")
    @NeedsCredentials
    @Operation(operationId = "listKeys", summary = "The keys that the caller administers", description = "The oldest first.")
    @Takes({ "limit", "after", "IfNoneMatch" })
    @APIResponse(responseCode = "200", ref = "Keys")
    @APIResponse(responseCode = "304", ref = "NotModified")
    public Uni<RestResponse<Buffer>> list(@Context HttpServerRequest request) {
        return keys.list(request);
    }

    @DELETE
    @Path("/api/v1/keys/{id}")
    @NeedsCredentials
    @Operation(operationId = "revokeKey", summary = "Revoke a key", description = "In force on every replica within 5 seconds.")
    @APIResponse(responseCode = "204", ref = "Gone")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<RestResponse<Buffer>> revoke(@RestPath String id, @Context HttpServerRequest request) {
        return keys.revoke(request, id);
    }
}
