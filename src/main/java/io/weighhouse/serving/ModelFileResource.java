package io.weighhouse.serving;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Needs;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.document.Takes;
import io.weighhouse.modelfile.FilePath;

/** Model files: what {@code tf.loadLayersModel} and {@code tf.loadGraphModel} ask for first. */
@Path("")
@Tag(name = "Load")
@Takes({ "IfNoneMatch", "Range", "IfRange" })
@APIResponse(responseCode = "200", ref = "ModelFile")
@APIResponse(responseCode = "206", ref = "PartOfModelFile")
@APIResponse(responseCode = "304", ref = "NotModified")
@APIResponse(responseCode = "404", description = "not-found")
@APIResponse(responseCode = "416", description = "range-not-satisfiable")
@APIResponse(responseCode = "503", description = "overloaded")
public class ModelFileResource {

    private final LoadModelFile modelFiles;
    private final LoadFile files;

    ModelFileResource(LoadModelFile modelFiles, LoadFile files) {
        this.modelFiles = modelFiles;
        this.files = files;
    }

    @GET
    @Path("/models/{namespace}/{model}/model.json")
    @Needs(value = Permission.READ, orLink = true)
    @Operation(operationId = "loadDefault", summary = "Load the model's default", description = "Paths in the weights manifest lead to the numbered version.")
    public Uni<Void> byDefault(@RestPath String namespace, @RestPath String model, @Context HttpServerRequest request) {
        ModelName name = new ModelName(namespace, model);
        return NextTurn.of(() -> modelFiles.send(request, name, new Ref.Default(), ""));
    }

    @GET
    @Path("/models/{namespace}/{model}/{ref}/model.json")
    @Needs(value = Permission.READ, orLink = true)
    @Operation(operationId = "loadModelFile", summary = "Load a version by number, digest or alias", description = "By number or digest byte for byte as saved.")
    @APIResponse(responseCode = "410", description = "deleted")
    public Uni<Void> byRef(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        ModelName name = new ModelName(namespace, model);
        return NextTurn.of(() -> Ref.parse(ref).map(named -> modelFiles.send(request, name, named, "../"))
                .orElseGet(() -> files.sendInFolder(request, name, ref, FilePath.MODEL_FILE)));
    }

    @GET
    @Path("/download/model.json")
    @Needs(value = Permission.READ, orLink = true)
    @Operation(operationId = "downloadDefault", summary = "Load the default of default/model", description = "The URL that TensorFlow.js' tutorial uses.")
    public Uni<Void> tutorial(@Context HttpServerRequest request) {
        return download(request, ModelName.parse("model"), "../");
    }

    @GET
    @Path("/download/{model}/model.json")
    @Needs(value = Permission.READ, orLink = true)
    @Operation(operationId = "downloadModel", summary = "Load the default of a model in the namespace default")
    public Uni<Void> tutorialModel(@RestPath String model, @Context HttpServerRequest request) {
        return download(request, new ModelName(ModelName.DEFAULT_NAMESPACE, model), "../../");
    }

    @GET
    @Path("/download/{namespace}/{model}/model.json")
    @Needs(value = Permission.READ, orLink = true)
    @Operation(operationId = "downloadModelOfNamespace", summary = "Load the default of a model, in the form of the tutorial's URL")
    public Uni<Void> tutorialNamespace(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return download(request, new ModelName(namespace, model), "../../../");
    }

    private Uni<Void> download(HttpServerRequest request, ModelName model, String toRoot) {
        return NextTurn.of(() -> modelFiles.send(request, model, new Ref.Default(), toRoot + "models/" + model + "/"));
    }
}
