package io.weighhouse.publish;

import java.util.Optional;
import java.util.function.Function;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Needs;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.ModelName;

/** Saves: what {@code model.save('http://…')} sends, by POST or PUT. */
@Path("")
@APIResponse(responseCode = "201", description = "A new version; Location is its model file")
@APIResponse(responseCode = "200", description = "The newest version has these bytes already")
@APIResponse(responseCode = "400", description = "malformed-multipart, upload-truncated, invalid-name, malformed-request")
@APIResponse(responseCode = "401", description = "unauthenticated")
@APIResponse(responseCode = "408", description = "upload-too-slow")
@APIResponse(responseCode = "413", description = "too-large, too-many-parts, part-headers-too-large")
@APIResponse(responseCode = "415", description = "unsupported-media-type")
@APIResponse(responseCode = "422", description = "invalid-model, weights-size-mismatch, model-json-missing, missing-shard, "
        + "duplicate-part, model-name-required")
@APIResponse(responseCode = "503", description = "storage-unavailable, database-unavailable")
public class PublishResource {

    private final ReceiveSave saves;
    private final Optional<ModelName> defaultModel;

    PublishResource(ReceiveSave saves, PublishSettings settings) {
        this.saves = saves;
        this.defaultModel = settings.defaultModel().map(ModelName::parse);
    }

    @POST
    @Path("/models/{namespace}/{model}")
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(summary = "Publish the next version", description = "The body is multipart/form-data as tf.io.http sends it.")
    public Uni<RestResponse<SaveAnswer>> post(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return save(request, namespace, model);
    }

    @PUT
    @Path("/models/{namespace}/{model}")
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(summary = "Publish the next version")
    public Uni<RestResponse<SaveAnswer>> put(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return save(request, namespace, model);
    }

    @POST
    @Path("/models/{namespace}/{model}/model.json")
    @MultipartOnly
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(summary = "Publish the next version", description = "So that one tf.io.http(url) handler saves and loads.")
    @APIResponse(responseCode = "405", description = "method-not-allowed: the body is not multipart")
    public Uni<RestResponse<SaveAnswer>> postModelFile(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return save(request, namespace, model);
    }

    @PUT
    @Path("/models/{namespace}/{model}/model.json")
    @MultipartOnly
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(summary = "Publish the next version", description = "So that one tf.io.http(url) handler saves and loads.")
    @APIResponse(responseCode = "405", description = "method-not-allowed: the body is not multipart")
    public Uni<RestResponse<SaveAnswer>> putModelFile(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return save(request, namespace, model);
    }

    @POST
    @Path("/upload")
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(summary = "Publish the next version of the model that X-Model-Name or ?model= names")
    public Uni<RestResponse<SaveAnswer>> postUpload(@Context HttpServerRequest request) {
        return save(request, headers -> headers.forUpload(defaultModel));
    }

    @PUT
    @Path("/upload")
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(summary = "Publish the next version of the model that X-Model-Name or ?model= names")
    public Uni<RestResponse<SaveAnswer>> putUpload(@Context HttpServerRequest request) {
        return save(request, headers -> headers.forUpload(defaultModel));
    }

    private Uni<RestResponse<SaveAnswer>> save(HttpServerRequest request, String namespace, String model) {
        return save(request, headers -> headers.forModel(new ModelName(namespace, model)));
    }

    private Uni<RestResponse<SaveAnswer>> save(HttpServerRequest request, Function<SaveHeaders, SaveRequest> wanted) {
        return saves.receive(request, () -> wanted.apply(new SaveHeaders(request)));
    }
}
