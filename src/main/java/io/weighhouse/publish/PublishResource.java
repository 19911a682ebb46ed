package io.weighhouse.publish;

import java.util.Optional;
import java.util.function.Function;

import jakarta.ws.rs.POST;
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
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Needs;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.document.Takes;

/** Saves: what {@code model.save('http://…')} sends, by POST or PUT. */
@Path("")
@Tag(name = "Save")
@Takes({ "XModelName", "XModelAlias", "XModelAliasIf", "XModelDescription", "XModelLabels", "XModelVisibility",
        "IdempotencyKey", "modelQuery", "aliasQuery", "aliasIfQuery", "descriptionQuery", "labelsQuery", "visibilityQuery",
        "idempotencyKeyQuery" })
@APIResponse(responseCode = "201", ref = "Saved")
@APIResponse(responseCode = "200", ref = "AlreadySaved")
@APIResponse(responseCode = "400", description = "malformed-multipart, upload-truncated, invalid-name, malformed-request")
@APIResponse(responseCode = "403", description = "forbidden")
@APIResponse(responseCode = "404", description = "not-found")
@APIResponse(responseCode = "408", description = "upload-too-slow")
@APIResponse(responseCode = "409", description = "request-in-progress")
@APIResponse(responseCode = "412", description = "precondition-failed: the alias of X-Model-Alias stands elsewhere")
@APIResponse(responseCode = "413", description = "too-large, too-many-parts, part-headers-too-large")
@APIResponse(responseCode = "415", description = "unsupported-media-type")
@APIResponse(responseCode = "422", description = "invalid-model, weights-size-mismatch, model-json-missing, missing-shard, "
        + "duplicate-part, model-name-required, idempotency-key-reused")
@APIResponse(responseCode = "503", description = "storage-unavailable, overloaded")
@APIResponse(responseCode = "507", description = "quota-exceeded, storage-full")
public class PublishResource {

    private final ReceiveSave saves;
    private final Optional<ModelName> defaultModel;

    PublishResource(ReceiveSave saves, PublishSettings settings) {
        this.saves = saves;
        this.defaultModel = settings.defaultModel();
    }

    @POST
    @Path("/models/{namespace}/{model}")
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(operationId = "save", summary = "Publish the next version", description = "The body is multipart/form-data as tf.io.http sends it.")
    @RequestBody(ref = "Save")
    public Uni<RestResponse<SaveAnswer>> post(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return save(request, namespace, model);
    }

    @PUT
    @Path("/models/{namespace}/{model}")
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(operationId = "saveByPut", summary = "Publish the next version")
    @RequestBody(ref = "Save")
    public Uni<RestResponse<SaveAnswer>> put(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return save(request, namespace, model);
    }

    @POST
    @Path("/models/{namespace}/{model}/model.json")
    @MultipartOnly
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(operationId = "saveAtModelFile", summary = "Publish the next version", description = "So that one tf.io.http(url) handler saves and loads.")
    @APIResponse(responseCode = "405", description = "method-not-allowed: the body is not multipart")
    @RequestBody(ref = "Save")
    public Uni<RestResponse<SaveAnswer>> postModelFile(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return save(request, namespace, model);
    }

    @PUT
    @Path("/models/{namespace}/{model}/model.json")
    @MultipartOnly
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(operationId = "saveAtModelFileByPut", summary = "Publish the next version", description = "So that one tf.io.http(url) handler saves and loads.")
    @APIResponse(responseCode = "405", description = "method-not-allowed: the body is not multipart")
    @RequestBody(ref = "Save")
    public Uni<RestResponse<SaveAnswer>> putModelFile(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return save(request, namespace, model);
    }

    @POST
    @Path("/upload")
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(operationId = "upload", summary = "Publish the next version of the model that X-Model-Name or ?model= names")
    @RequestBody(ref = "Save")
    public Uni<RestResponse<SaveAnswer>> postUpload(@Context HttpServerRequest request) {
        return save(request, headers -> headers.forUpload(defaultModel));
    }

    @PUT
    @Path("/upload")
    @Needs(value = Permission.PUBLISH, orLink = true)
    @Operation(operationId = "uploadByPut", summary = "Publish the next version of the model that X-Model-Name or ?model= names")
    @RequestBody(ref = "Save")
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
