package io.weighhouse.catalog.api;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
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
import io.weighhouse.catalog.ModelName;
import io.weighhouse.document.Takes;

/** Changes of models and their versions: what people say of them, and their end. */
@Path("")
@Tag(name = "Manage")
@APIResponse(responseCode = "412", description = "precondition-failed")
public class ModelChangeResource {

    private final ManageModels models;

    ModelChangeResource(ManageModels models) {
        this.models = models;
    }

    @PATCH
    @Path("/api/v1/models/{namespace}/{model}")
    @Needs(Permission.PROMOTE)
    @Operation(operationId = "describeModel", summary = "Describe a model", description = "A JSON merge patch of description, labels, visibility, default, "
            + "keep, with If-Match.")
    @Takes("IfMatch")
    @RequestBody(ref = "ModelPatch")
    @APIResponse(responseCode = "200", ref = "Model")
    @APIResponse(responseCode = "409", description = "conflict: the default is no alias of the model")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    @APIResponse(responseCode = "428", description = "precondition-required")
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "408", description = "upload-too-slow")
    public Uni<RestResponse<Buffer>> describeModel(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return models.patch(request, new ModelName(namespace, model));
    }

    @DELETE
    @Path("/api/v1/models/{namespace}/{model}")
    @Needs(Permission.DELETE)
    @Operation(operationId = "deleteModel", summary = "Delete a model with all its versions and aliases")
    @Takes("IfMatch")
    @APIResponse(responseCode = "200", ref = "BytesToFree")
    public Uni<RestResponse<Buffer>> deleteModel(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return models.delete(request, new ModelName(namespace, model));
    }

    @PATCH
    @Path("/api/v1/models/{namespace}/{model}/versions/{ref}")
    @Needs(Permission.PROMOTE)
    @Operation(operationId = "describeVersion", summary = "Describe a version", description = "A JSON merge patch of description and labels, with If-Match.")
    @Takes("IfMatch")
    @RequestBody(ref = "VersionPatch")
    @APIResponse(responseCode = "200", ref = "Version")
    @APIResponse(responseCode = "410", description = "deleted")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    @APIResponse(responseCode = "428", description = "precondition-required")
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "408", description = "upload-too-slow")
    public Uni<RestResponse<Buffer>> describeVersion(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        return models.patch(request, new ModelName(namespace, model), ref);
    }

    @DELETE
    @Path("/api/v1/models/{namespace}/{model}/versions/{ref}")
    @Needs(Permission.DELETE)
    @Operation(operationId = "deleteVersion", summary = "Delete a version")
    @Takes("IfMatch")
    @APIResponse(responseCode = "200", ref = "BytesToFree")
    @APIResponse(responseCode = "409", description = "conflict: aliases stand there")
    @APIResponse(responseCode = "410", description = "deleted")
    public Uni<RestResponse<Buffer>> deleteVersion(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        return models.delete(request, new ModelName(namespace, model), ref);
    }
}
