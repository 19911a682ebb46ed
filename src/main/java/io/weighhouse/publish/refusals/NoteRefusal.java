package io.weighhouse.publish.refusals;

import java.lang.reflect.Method;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.access.Needs;
import io.weighhouse.access.Permission;

/** Stands behind the routes of saves: what they refuse, to callers who are known, is noted. */
@Provider
public class NoteRefusal implements DynamicFeature {

    private static final int FIRST_REFUSAL = 400;

    private final Access access;
    private final NoteRefusals notes;

    NoteRefusal(Access access, NoteRefusals notes) {
        this.access = access;
        this.notes = notes;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (takesSaves(resource.getResourceMethod())) {
            context.register((ContainerResponseFilter) this::note);
        }
    }

    private static boolean takesSaves(Method route) {
        Needs needs = route.getAnnotation(Needs.class);
        return needs != null && needs.value() == Permission.PUBLISH
                && (route.isAnnotationPresent(POST.class) || route.isAnnotationPresent(PUT.class));
    }

    private void note(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= FIRST_REFUSAL && response.getEntity() instanceof Buffer problem) {
            access.callerOf(exchange(request)).filter(Caller::known).ifPresent(caller -> notes.note(caller, problem));
        }
    }

    private static RoutingContext exchange(ContainerRequestContext request) {
        return ((ResteasyReactiveRequestContext) ((ResteasyReactiveContainerRequestContext) request)
                .getServerRequestContext()).unwrap(RoutingContext.class);
    }
}
