package io.weighhouse.catalog.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
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

/** Models and versions as they stand. */
@Path("")
@Tag(name = "Find")
@APIResponse(responseCode = "304", ref = "NotModified")
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
    @Operation(operationId = "findModels", summary = "The models that the caller may read", description = "All filters together; the latest change first.")
    @Takes({ "namespaceFilter", "q", "format", "layer", "label", "sort", "limit", "after", "IfNoneMatch" })
    @APIResponse(responseCode = "200", ref = "Models")
    @APIResponse(responseCode = "400", description = "malformed-request, invalid-name")
    public Uni<RestResponse<Buffer>> search(@Context HttpServerRequest request) {
        return search.search(request);
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}")
    @Needs(Permission.READ)
    @Operation(operationId = "getModel", summary = "A model", description = "Its ETag names this state of it, for If-Match.")
    @Takes("IfNoneMatch")
    @APIResponse(responseCode = "200", ref = "Model")
    public Uni<RestResponse<Buffer>> model(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return models.model(request, new ModelName(namespace, model));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/versions")
    @Needs(Permission.READ)
    @Operation(operationId = "listVersions", summary = "The versions of a model, the newest first")
    @Takes({ "limit", "after", "IfNoneMatch" })
    @APIResponse(responseCode = "200", ref = "Versions")
    @APIResponse(responseCode = "400", description = "malformed-request")
    public Uni<RestResponse<Buffer>> versions(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return models.versions(request, new ModelName(namespace, model));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/versions/{ref}")
    @Needs(Permission.READ)
    @Operation(operationId = "getVersion", summary = "A version", description = "By number, digest or @alias. Its ETag names this state of it, for If-Match.")
    @Takes("IfNoneMatch")
    @APIResponse(responseCode = "200", ref = "Version")
    @APIResponse(responseCode = "410", description = "deleted")
    public Uni<RestResponse<Buffer>> version(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        return models.version(request, new ModelName(namespace, model), ref);
    }
}
