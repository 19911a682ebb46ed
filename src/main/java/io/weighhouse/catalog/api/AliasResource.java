package io.weighhouse.catalog.api;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Needs;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.ModelName;

/** Aliases: names of a model's versions that can be moved, with compare-and-set. */
@Path("")
@APIResponse(responseCode = "400", description = "invalid-name, malformed-request")
@APIResponse(responseCode = "401", description = "unauthenticated")
@APIResponse(responseCode = "404", description = "not-found")
@APIResponse(responseCode = "503", description = "database-unavailable")
public class AliasResource {

    private final ManageAliases aliases;

    AliasResource(ManageAliases aliases) {
        this.aliases = aliases;
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/aliases")
    @Needs(Permission.READ)
    @Operation(summary = "List the aliases of a model", description = "By name; ?limit= and ?after= page.")
    @APIResponse(responseCode = "200", description = "A page of aliases")
    public Uni<RestResponse<Buffer>> list(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return aliases.list(request, new ModelName(namespace, model));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/aliases/{alias}")
    @Needs(Permission.READ)
    @Operation(summary = "Where an alias stands")
    @APIResponse(responseCode = "200", description = "The alias; its ETag names this state of it")
    public Uni<RestResponse<Buffer>> find(@RestPath String namespace, @RestPath String model, @RestPath String alias,
            @Context HttpServerRequest request) {
        return aliases.find(request, new ModelName(namespace, model), new AliasName(alias));
    }

    @PUT
    @Path("/api/v1/models/{namespace}/{model}/aliases/{alias}")
    @Needs(Permission.PROMOTE)
    @Operation(summary = "Lead an alias to a version", description = "{\"version\": 7}, with If-Match or 'If-None-Match: *'.")
    @APIResponse(responseCode = "200", description = "The alias was moved")
    @APIResponse(responseCode = "201", description = "The alias was created")
    @APIResponse(responseCode = "410", description = "deleted")
    @APIResponse(responseCode = "412", description = "precondition-failed")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    @APIResponse(responseCode = "428", description = "precondition-required")
    public Uni<RestResponse<Buffer>> move(@RestPath String namespace, @RestPath String model, @RestPath String alias,
            @Context HttpServerRequest request) {
        return aliases.move(request, new ModelName(namespace, model), new AliasName(alias));
    }

    @DELETE
    @Path("/api/v1/models/{namespace}/{model}/aliases/{alias}")
    @Needs(Permission.PROMOTE)
    @Operation(summary = "Remove an alias", description = "Its history stays. If-Match is honoured.")
    @APIResponse(responseCode = "204", description = "The alias is gone")
    @APIResponse(responseCode = "409", description = "conflict: it is the model's default")
    @APIResponse(responseCode = "412", description = "precondition-failed")
    public Uni<RestResponse<Buffer>> remove(@RestPath String namespace, @RestPath String model, @RestPath String alias,
            @Context HttpServerRequest request) {
        return aliases.remove(request, new ModelName(namespace, model), new AliasName(alias));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/aliases/{alias}/history")
    @Needs(Permission.READ)
    @Operation(summary = "All moves of an alias, the latest first", description = "Removals too; ?limit= and ?after= page.")
    @APIResponse(responseCode = "200", description = "A page of moves")
    public Uni<RestResponse<Buffer>> history(@RestPath String namespace, @RestPath String model, @RestPath String alias,
            @Context HttpServerRequest request) {
        return aliases.history(request, new ModelName(namespace, model), new AliasName(alias));
    }
}
