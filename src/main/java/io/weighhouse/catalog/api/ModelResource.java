package io.weighhouse.catalog.api;

import jakarta.ws.rs.GET;
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
import io.weighhouse.catalog.ModelName;

/** Models and versions as they stand. */
@Path("")
@APIResponse(responseCode = "304", description = "The client has it")
@APIResponse(responseCode = "400", description = "invalid-name, malformed-request")
@APIResponse(responseCode = "401", description = "unauthenticated")
@APIResponse(responseCode = "404", description = "not-found")
@APIResponse(responseCode = "503", description = "database-unavailable")
public class ModelResource {

    private final LookAtModels models;
    private final SearchModels search;

    ModelResource(LookAtModels models, SearchModels search) {
        this.models = models;
        this.search = search;
    }

    @GET
    @Path("/api/v1/models")
    @Needs(Permission.READ)
    @Operation(summary = "The models that the caller may read", description = "?namespace=, ?q= (beginnings of words of names and "
            + "descriptions), ?format=, ?layer= (a layer class or graph op of any version), ?label=key:value (may be repeated) "
            + "filter; ?sort=-updatedAt or name orders; ?limit= and ?after= page.")
    @APIResponse(responseCode = "200", description = "A page of models")
    public Uni<RestResponse<Buffer>> search(@Context HttpServerRequest request) {
        return search.search(request);
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}")
    @Needs(Permission.READ)
    @Operation(summary = "A model", description = "Its ETag names this state of it, for If-Match.")
    @APIResponse(responseCode = "200", description = "The model")
    public Uni<RestResponse<Buffer>> model(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return models.model(request, new ModelName(namespace, model));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/versions")
    @Needs(Permission.READ)
    @Operation(summary = "The versions of a model, the newest first", description = "?limit= and ?after= page.")
    @APIResponse(responseCode = "200", description = "A page of versions")
    public Uni<RestResponse<Buffer>> versions(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return models.versions(request, new ModelName(namespace, model));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/versions/{ref}")
    @Needs(Permission.READ)
    @Operation(summary = "A version", description = "By number, digest or @alias. Its ETag names this state of it, for If-Match.")
    @APIResponse(responseCode = "200", description = "The version")
    @APIResponse(responseCode = "410", description = "deleted")
    public Uni<RestResponse<Buffer>> version(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        return models.version(request, new ModelName(namespace, model), ref);
    }
}
