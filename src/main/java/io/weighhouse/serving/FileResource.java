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
import io.weighhouse.document.Takes;
import io.weighhouse.problem.Problem;
import io.weighhouse.problem.ProblemMapper;
import io.weighhouse.problem.RegistryException;

/** Shards and extra files. Refusals here have no body: TensorFlow.js looks at no status and takes any body for weights. */
@Path("")
@Tag(name = "Load")
public class FileResource {

    private final LoadFile files;

    FileResource(LoadFile files) {
        this.files = files;
    }

    @GET
    @Path("/models/{namespace}/{model}/{file:.+}")
    @Needs(value = Permission.READ, orLink = true)
    @Operation(operationId = "loadFile", summary = "Load a shard or an extra file", description = "{file} is {ref}/{path}; extra files also {path} alone.")
    @Takes({ "IfNoneMatch", "Range", "IfRange" })
    @APIResponse(responseCode = "200", ref = "File")
    @APIResponse(responseCode = "206", ref = "PartOfFile")
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "410", description = "deleted")
    @APIResponse(responseCode = "416", description = "range-not-satisfiable")
    @APIResponse(responseCode = "503", description = "storage-unavailable")
    public Uni<Void> file(@RestPath String namespace, @RestPath String model, @RestPath String file,
            @Context HttpServerRequest request) {
        return NextTurn.of(() -> files.send(request, new ModelName(namespace, model), FileRef.parse(file)))
                .onFailure().recoverWithItem(failure -> refuse(request, ProblemMapper.asRefusal(failure)));
    }

    private static Void refuse(HttpServerRequest request, RegistryException refusal) {
        ProblemMapper.log(refusal, request);
        if (!request.response().headWritten()) {
            Problem.of(refusal, request).answer(request);
        } else if (!request.response().ended()) {
            request.response().reset();
        }
        return null;
    }
}
