package io.weighhouse.catalog.api.audit;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.NeedsCredentials;

/** Who did what when: for those who administer a namespace, or all of them. */
@Path("")
public class AuditResource {

    private final ListAudit audit;

    AuditResource(ListAudit audit) {
        this.audit = audit;
    }

    @GET
    @Path("/api/v1/audit")
    @NeedsCredentials
    @Operation(summary = "Who did what when", description = "The newest first; ?namespace=, ?model=, ?who=, ?action=, ?since= "
            + "and ?until= choose, ?limit= and ?after= page.")
    @APIResponse(responseCode = "200", description = "A page of entries of the namespaces that the caller administers")
    @APIResponse(responseCode = "400", description = "malformed-request, invalid-name")
    @APIResponse(responseCode = "401", description = "unauthenticated")
    @APIResponse(responseCode = "403", description = "forbidden: the caller administers no namespace, or not this one")
    @APIResponse(responseCode = "503", description = "database-unavailable")
    public Uni<RestResponse<Buffer>> list(@Context HttpServerRequest request) {
        return audit.list(request);
    }
}
