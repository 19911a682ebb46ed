package io.weighhouse.publish.meters;

import java.lang.reflect.Method;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

import io.vertx.core.buffer.Buffer;
import io.weighhouse.access.Needs;
import io.weighhouse.access.Permission;

/** Counts the saves that do not get past the gate; those that do are counted where they end. */
@Provider
public class CountAtTheGate implements DynamicFeature {

    private static final String PASSED = CountAtTheGate.class.getName();
    private static final int BEHIND_THE_GATE = Priorities.USER + 1;
    private static final int FIRST_REFUSAL = 400;

    private final SaveMeters meters;

    CountAtTheGate(SaveMeters meters) {
        this.meters = meters;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (takesSaves(resource.getResourceMethod())) {
            context.register((ContainerRequestFilter) request -> request.setProperty(PASSED, true), BEHIND_THE_GATE);
            context.register((ContainerResponseFilter) this::count);
        }
    }

    private static boolean takesSaves(Method route) {
        Needs needs = route.getAnnotation(Needs.class);
        return needs != null && needs.value() == Permission.PUBLISH
                && (route.isAnnotationPresent(POST.class) || route.isAnnotationPresent(PUT.class));
    }

    private void count(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= FIRST_REFUSAL && request.getProperty(PASSED) == null
                && response.getEntity() instanceof Buffer problem) {
            meters.refused(problem.toJsonObject().getString("type").replaceFirst("^.*/", ""));
        }
    }
}
