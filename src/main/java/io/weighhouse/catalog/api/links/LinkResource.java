package io.weighhouse.catalog.api.links;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import io.weighhouse.access.NeedsCredentials;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.document.Takes;

/** Links: URLs that load a version or an alias, or save to a model, without any other credential. */
@Path("")
@Tag(name = "Manage")
@APIResponse(responseCode = "400", description = "malformed-request")
public class LinkResource {

    private final MakeLinks making;
    private final ManageLinks links;

    LinkResource(MakeLinks making, ManageLinks links) {
        this.making = making;
        this.links = links;
    }

    @POST
    @Path("/api/v1/models/{namespace}/{model}/versions/{ref}/links")
    @Needs(value = Permission.READ, evenForPublic = true)
    @Operation(operationId = "linkVersion", summary = "Make a link that loads a version", description = "An alias is resolved now.")
    @RequestBody(ref = "LinkRequest")
    @APIResponse(responseCode = "201", ref = "MadeLink")
    @APIResponse(responseCode = "403", description = "forbidden")
    @APIResponse(responseCode = "408", description = "upload-too-slow")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    @APIResponse(responseCode = "410", description = "deleted")
    public Uni<RestResponse<Buffer>> ofVersion(@RestPath String namespace, @RestPath String model, @RestPath String ref,
            @Context HttpServerRequest request) {
        return making.ofVersion(request, new ModelName(namespace, model), ref);
    }

    @POST
    @Path("/api/v1/models/{namespace}/{model}/aliases/{alias}/links")
    @Needs(value = Permission.READ, evenForPublic = true)
    @Operation(operationId = "linkAlias", summary = "Make a link that loads what an alias leads to", description = "Wherever it is moved later, too.")
    @RequestBody(ref = "LinkRequest")
    @APIResponse(responseCode = "201", ref = "MadeLink")
    @APIResponse(responseCode = "403", description = "forbidden")
    @APIResponse(responseCode = "408", description = "upload-too-slow")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    public Uni<RestResponse<Buffer>> ofAlias(@RestPath String namespace, @RestPath String model, @RestPath String alias,
            @Context HttpServerRequest request) {
        return making.ofAlias(request, new ModelName(namespace, model), new AliasName(alias));
    }

    @POST
    @Path("/api/v1/models/{namespace}/{model}/save-links")
    @Needs(Permission.PUBLISH)
    @Operation(operationId = "linkSaves", summary = "Make a link that saves to a model", description = "The model must be there: a link makes none.")
    @RequestBody(ref = "LinkRequest")
    @APIResponse(responseCode = "201", ref = "MadeLink")
    @APIResponse(responseCode = "403", description = "forbidden")
    @APIResponse(responseCode = "408", description = "upload-too-slow")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    public Uni<RestResponse<Buffer>> forSaves(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return making.forSaves(request, new ModelName(namespace, model));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/links")
    @NeedsCredentials
    @Operation(operationId = "listLinks", summary = "The caller's links of a model, to its administrators all", description = "The oldest first.")
    @Takes({ "limit", "after", "IfNoneMatch" })
    @APIResponse(responseCode = "200", ref = "Links")
    @APIResponse(responseCode = "304", ref = "NotModified")
    public Uni<RestResponse<Buffer>> list(@RestPath String namespace, @RestPath String model,
            @Context HttpServerRequest request) {
        return links.list(request, new ModelName(namespace, model));
    }

    @GET
    @Path("/api/v1/models/{namespace}/{model}/links/{id}")
    @NeedsCredentials
    @Operation(operationId = "getLink", summary = "A link, without its URL")
    @Takes("IfNoneMatch")
    @APIResponse(responseCode = "200", ref = "Link")
    @APIResponse(responseCode = "304", ref = "NotModified")
    public Uni<RestResponse<Buffer>> find(@RestPath String namespace, @RestPath String model, @RestPath String id,
            @Context HttpServerRequest request) {
        return links.find(request, new ModelName(namespace, model), id);
    }

    @DELETE
    @Path("/api/v1/models/{namespace}/{model}/links/{id}")
    @NeedsCredentials
    @Operation(operationId = "revokeLink", summary = "Revoke a link", description = "In force on every replica within 5 seconds.")
    @APIResponse(responseCode = "204", ref = "Gone")
    public Uni<RestResponse<Buffer>> revoke(@RestPath String namespace, @RestPath String model, @RestPath String id,
            @Context HttpServerRequest request) {
        return links.revoke(request, new ModelName(namespace, model), id);
    }
}
