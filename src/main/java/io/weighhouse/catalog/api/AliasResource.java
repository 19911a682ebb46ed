package io.weighhouse.catalog.api;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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
import io.weighhouse.access.Needs;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.document.Takes;

/** Aliases: names of a model's versions that can be moved, with compare-and-set. */
@Path("")
@Tag(name = "Manage")
public class AliasResource {

    private final ManageAliases aliases;

    AliasResource(ManageAliases aliases) {
        this.aliases = aliases;
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/aliases")
    @Needs(Permission.READ)
    @Operation(operationId = "listAliases", summary = "List the aliases of a model", description = "By name.")
    @Takes({ "limit", "after", "IfNoneMatch" })
    @APIResponse(responseCode = "200", ref = "Aliases")
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "400", description = "malformed-request")
    public Uni<RestResponse<Buffer>> list(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return aliases.list(request, new ModelName(namespace, model));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/aliases/{alias}")
    @Needs(Permission.READ)
    @Operation(operationId = "getAlias", summary = "Where an alias stands")
    @Takes("IfNoneMatch")
    @APIResponse(responseCode = "200", ref = "Alias")
    @APIResponse(responseCode = "304", ref = "NotModified")
    public Uni<RestResponse<Buffer>> find(@RestPath String namespace, @RestPath String model, @RestPath String alias,
            @Context HttpServerRequest request) {
        return aliases.find(request, new ModelName(namespace, model), new AliasName(alias));
    }

    @PUT
    @Path("/api/v1/models/{namespace}/{model}/aliases/{alias}")
    @Needs(Permission.PROMOTE)
    @Operation(operationId = "moveAlias", summary = "Lead an alias to a version", description = "With If-Match or 'If-None-Match: *'; "
            + "201 where that created the alias, else 200.")
    @Takes({ "IfMatch", "IfNoneMatchAny" })
    @RequestBody(ref = "AliasTarget")
    @APIResponse(responseCode = "200", ref = "Alias")
    @APIResponse(responseCode = "201", ref = "Alias")
    @APIResponse(responseCode = "410", description = "deleted")
    @APIResponse(responseCode = "412", description = "precondition-failed")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    @APIResponse(responseCode = "428", description = "precondition-required")
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "408", description = "upload-too-slow")
    public Uni<RestResponse<Buffer>> move(@RestPath String namespace, @RestPath String model, @RestPath String alias,
            @Context HttpServerRequest request) {
        return aliases.move(request, new ModelName(namespace, model), new AliasName(alias));
    }

    @DELETE
    @Path("/api/v1/models/{namespace}/{model}/aliases/{alias}")
    @Needs(Permission.PROMOTE)
    @Operation(operationId = "removeAlias", summary = "Remove an alias", description = "Its history stays. If-Match is honoured.")
    @Takes("IfMatch")
    @APIResponse(responseCode = "204", ref = "Gone")
    @APIResponse(responseCode = "409", description = "conflict: it is the model's default")
    @APIResponse(responseCode = "412", description = "precondition-failed")
    public Uni<RestResponse<Buffer>> remove(@RestPath String namespace, @RestPath String model, @RestPath String alias,
            @Context HttpServerRequest request) {
        return aliases.remove(request, new ModelName(namespace, model), new AliasName(alias));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/aliases/{alias}/history")
    @Needs(Permission.READ)
    @Operation(operationId = "listAliasMoves", summary = "All moves of an alias, the latest first", description = "Removals too.")
    @Takes({ "limit", "after", "IfNoneMatch" })
    @APIResponse(responseCode = "200", ref = "AliasMoves")
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "400", description = "malformed-request")
    public Uni<RestResponse<Buffer>> history(@RestPath String namespace, @RestPath String model, @RestPath String alias,
            @Context HttpServerRequest request) {
        return aliases.history(request, new ModelName(namespace, model), new AliasName(alias));
    }
}
