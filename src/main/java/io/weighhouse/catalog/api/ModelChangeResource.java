package io.weighhouse.catalog.api;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
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

/** Changes of models and their versions: what people say of them, and their end. */
@Path("")
@APIResponse(responseCode = "400", description = "invalid-name, malformed-request")
@APIResponse(responseCode = "401", description = "unauthenticated")
@APIResponse(responseCode = "404", description = "not-found")
@APIResponse(responseCode = "412", description = "precondition-failed")
@APIResponse(responseCode = "503", description = "database-unavailable")
public class ModelChangeResource {

    private final ManageModels models;

    ModelChangeResource(ManageModels models) {
        this.models = models;
    }

    @PATCH
    @Path("/api/v1/models/{namespace}/{model}")
    @Needs(Permission.PROMOTE)
    @Operation(summary = "Describe a model", description = "A JSON merge patch of description, labels, visibility, default, "
            + "keep, with If-Match.")
    @APIResponse(responseCode = "200", description = "The model")
    @APIResponse(responseCode = "409", description = "conflict: the default is no alias of the model")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    @APIResponse(responseCode = "428", description = "precondition-required")
    public Uni<RestResponse<Buffer>> describeModel(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return models.patch(request, new ModelName(namespace, model));
    }

    @DELETE
    @Path("/api/v1/models/{namespace}/{model}")
    @Needs(Permission.DELETE)
    @Operation(summary = "Delete a model with all its versions and aliases")
    @APIResponse(responseCode = "200", description = "How many bytes the clean-up will free")
    public Uni<RestResponse<Buffer>> deleteModel(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return models.delete(request, new ModelName(namespace, model));
    }

    @PATCH
    @Path("/api/v1/models/{namespace}/{model}/versions/{ref}")
    @Needs(Permission.PROMOTE)
    @Operation(summary = "Describe a version", description = "A JSON merge patch of description and labels, with If-Match.")
    @APIResponse(responseCode = "200", description = "The version")
    @APIResponse(responseCode = "410", description = "deleted")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    @APIResponse(responseCode = "428", description = "precondition-required")
    public Uni<RestResponse<Buffer>> describeVersion(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        return models.patch(request, new ModelName(namespace, model), ref);
    }

    @DELETE
    @Path("/api/v1/models/{namespace}/{model}/versions/{ref}")
    @Needs(Permission.DELETE)
    @Operation(summary = "Delete a version")
    @APIResponse(responseCode = "200", description = "How many bytes the clean-up will free")
    @APIResponse(responseCode = "409", description = "conflict: aliases stand there")
    @APIResponse(responseCode = "410", description = "deleted")
    public Uni<RestResponse<Buffer>> deleteVersion(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        return models.delete(request, new ModelName(namespace, model), ref);
    }
}
