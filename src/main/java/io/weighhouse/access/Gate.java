package io.weighhouse.access;

import java.lang.reflect.Method;
import java.util.Optional;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;

import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.weighhouse.access.rate.RateLimits;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.NamespaceName;
import io.weighhouse.problem.ProblemType;

/** Stands before one route: asks who calls and whether they may, before its method is called. */
final class Gate implements ContainerRequestFilter {

    private final Identify identify;
    private final Access access;
    private final RateLimits rates;
    private final boolean isSave;
    private final Optional<Needs> needs;
    private final boolean closed;
    private final boolean takesLinks;
    private final boolean knownOnly;

    private Gate(Identify identify, Access access, RateLimits rates, Method route) {
        this.identify = identify;
        this.access = access;
        this.rates = rates;
        this.isSave = isSave(route);
        this.needs = Optional.ofNullable(route.getAnnotation(Needs.class));
        this.knownOnly = route.isAnnotationPresent(NeedsCredentials.class);
        this.takesLinks = needs.filter(Needs::orLink).isPresent();
        this.closed = needs.isEmpty() && !knownOnly;
    }

    /** The gate of a route; empty where the route is open to everybody. */
    static Optional<Gate> of(Method route, Identify identify, Access access, RateLimits rates) {
        return route.isAnnotationPresent(NeedsNothing.class) ? Optional.empty()
                : Optional.of(new Gate(identify, access, rates, route));
    }

    /** Saves are counted behind their preconditions, which come first. */
    private static boolean isSave(Method route) {
        Needs needs = route.getAnnotation(Needs.class);
        return needs != null && needs.value() == Permission.PUBLISH;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        var request = (ResteasyReactiveContainerRequestContext) context;
        RoutingContext exchange = ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                .unwrap(RoutingContext.class);
        request.suspend();
        admitted(request, exchange).subscribe().with(caller -> {
            CurrentCaller.set(caller);
            request.resume();
        }, request::resume);
    }

    private Uni<Caller> admitted(ContainerRequestContext request, RoutingContext exchange) {
        return Uni.createFrom().deferred(() -> {
            if (closed) {
                throw ProblemType.FORBIDDEN.because("This route is open to nobody");
            }
            Optional<Target> target = Target.of(request.getUriInfo().getPathParameters());
            return identify.callerOf(exchange, takesLinks).invoke(caller -> CurrentCaller.identified(exchange, caller))
                    .call(caller -> admit(caller, target))
                    .invoke(caller -> count(caller, exchange.request()));
        });
    }

    private void count(Caller caller, HttpServerRequest request) {
        if (!isSave) {
            rates.count(caller, request);
        }
    }

    private Uni<Void> admit(Caller caller, Optional<Target> target) {
        if (knownOnly) {
            access.checkKnown(caller);
        }
        return needs.isPresent() && target.isPresent() ? target.get().admit(access, caller, needs.get())
                : Uni.createFrom().voidItem();
    }

    /** What a path names. A name that breaks its rule is refused before anybody is asked who they are. */
    private interface Target {

        Uni<Void> admit(Access access, Caller caller, Needs needs);

        static Optional<Target> of(MultivaluedMap<String, String> path) {
            String namespace = path.getFirst("namespace");
            String model = path.getFirst("model");
            if (model != null) {
                var name = new ModelName(namespace == null ? ModelName.DEFAULT_NAMESPACE : namespace, model);
                return Optional.of((access, caller, needs) -> needs.evenForPublic()
                        ? access.admitGranted(caller, needs.value(), name)
                        : access.admit(caller, needs.value(), name));
            }
            return Optional.ofNullable(namespace).map(NamespaceName::new)
                    .map(name -> (access, caller, needs) -> access.admit(caller, needs.value(), name));
        }
    }
}
