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

/** Whole versions as one document, for places that TensorFlow.js reads by other schemes than HTTP. */
@Path("")
@Tag(name = "Load")
@Takes({ "IfNoneMatch", "Range", "IfRange" })
@APIResponse(responseCode = "206", ref = "PartOfBundle")
@APIResponse(responseCode = "304", ref = "NotModified")
@APIResponse(responseCode = "410", description = "deleted")
@APIResponse(responseCode = "416", description = "range-not-satisfiable")
@APIResponse(responseCode = "503", description = "storage-unavailable, overloaded")
public class BundleResource {

    private final LoadArchive archives;
    private final LoadArtifacts artifacts;
    private final LoadFile files;

    BundleResource(LoadArchive archives, LoadArtifacts artifacts, LoadFile files) {
        this.archives = archives;
        this.artifacts = artifacts;
        this.files = files;
    }

    @GET
    @Path("/models/{namespace}/{model}/{ref}/bundle.zip")
    @Needs(value = Permission.READ, orLink = true)
    @Operation(operationId = "loadBundle", summary = "Load a version as one zip archive", description = "The model file as saved and all files at their paths.")
    @APIResponse(responseCode = "200", ref = "Bundle")
    public Uni<Void> archive(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        ModelName name = new ModelName(namespace, model);
        return NextTurn.of(() -> Ref.parse(ref).map(named -> archives.send(request, name, named))
                .orElseGet(() -> files.sendInFolder(request, name, ref, "bundle.zip")));
    }

    @GET
    @Path("/models/{namespace}/{model}/{ref}/artifacts.json")
    @Needs(value = Permission.READ, orLink = true)
    @Operation(operationId = "loadArtifacts", summary = "Load a version as ModelArtifacts", description = "weightData is base64; for tf.io.fromMemory.")
    @APIResponse(responseCode = "200", ref = "Artifacts")
    @APIResponse(responseCode = "413", description = "too-large")
    public Uni<Void> artifacts(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        ModelName name = new ModelName(namespace, model);
        return NextTurn.of(() -> Ref.parse(ref).map(named -> artifacts.send(request, name, named))
                .orElseGet(() -> files.sendInFolder(request, name, ref, "artifacts.json")));
    }
}
