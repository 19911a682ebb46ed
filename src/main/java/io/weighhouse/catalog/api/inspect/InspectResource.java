package io.weighhouse.catalog.api.inspect;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
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

/** What is in a version, and what changed between two. */
@Path("")
@Tag(name = "Find")
public class InspectResource {

    private final InspectVersions versions;

    InspectResource(InspectVersions versions) {
        this.versions = versions;
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/versions/{ref}/topology")
    @Needs(Permission.READ)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getTopology", summary = "The layers or graph nodes of a version as a table", description = "With output shapes, parameters "
            + "and weights. Where the topology cannot be read this way, 'unreadable' says why.")
    @Takes("IfNoneMatch")
    @APIResponse(responseCode = "200", ref = "Topology")
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "406", description = "not-acceptable")
    @APIResponse(responseCode = "410", description = "deleted")
    public Uni<RestResponse<byte[]>> topology(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        ModelName name = new ModelName(namespace, model);
        return versions.topology(request, name, ref).map(inspected -> InspectAnswer.of(inspected, request));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/versions/{from}/diff/{to}")
    @Needs(Permission.READ)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "diffVersions", summary = "What changed between two versions of a model", description = "Layers or graph nodes with the keys of "
            + "their configuration that differ, and weights with other bytes. No weights are read for it.")
    @Takes("IfNoneMatch")
    @APIResponse(responseCode = "200", ref = "Diff")
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "406", description = "not-acceptable")
    @APIResponse(responseCode = "410", description = "deleted")
    public Uni<RestResponse<byte[]>> diff(@RestPath String namespace, @RestPath String model, @RestPath String from,
            @RestPath String to, @Context HttpServerRequest request) {
        ModelName name = new ModelName(namespace, model);
        return versions.diff(request, name, from, to).map(inspected -> InspectAnswer.of(inspected, request));
    }
}
