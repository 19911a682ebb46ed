package io.weighhouse.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;

/** A route that forgot to state what it needs. */
@Path(UnstatedResource.PATH)
public class UnstatedResource {

    static final String PATH = "/unstated";

    @GET
    @Operation(hidden = true)
    public String answer() {
        return "open";
    }
}
