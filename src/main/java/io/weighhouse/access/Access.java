package io.weighhouse.access;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Visibility;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** The one place that decides who may do what. Every route asks here before it does anything. */
@ApplicationScoped
public class Access {

    private final AccessSettings settings;
    private final Optional<AdminKey> adminKey;

    Access(AccessSettings settings) {
        this.settings = settings;
        this.adminKey = settings.adminKey().map(AdminKey::new);
    }

    /** Who calls, by the request's headers alone. Credentials that are not valid are refused, never ignored. */
    public Uni<Caller> identify(HttpServerRequest request) {
        return Uni.createFrom().item(() -> callerOf(request));
    }

    private Caller callerOf(HttpServerRequest request) {
        return Credentials.of(request.headers(), settings.apiKeyHeader()).map(this::holderOf).orElse(Caller.ANONYMOUS);
    }

    private Caller holderOf(Credentials credentials) {
        return adminKey.filter(key -> key.matches(credentials.token()))
                .map(key -> Caller.ADMIN)
                .orElseThrow(() -> ProblemType.UNAUTHENTICATED.because("This key is not known here"));
    }

    /** The caller, where it may publish to the model. */
    public Uni<Caller> toPublish(HttpServerRequest request, ModelName model) {
        return identify(request).invoke(caller -> checkPublish(caller, model));
    }

    private void checkPublish(Caller caller, ModelName model) {
        if (caller == Caller.ANONYMOUS && !settings.open()) {
            throw ProblemType.UNAUTHENTICATED.because("Publishing to %s needs a key, and no Authorization header arrived. "
                    + "With TensorFlow.js since 1.0 headers go into requestInit: "
                    + "tf.io.http(url, {requestInit: {headers: {Authorization: 'Bearer wh_…'}}}), "
                    + "not into the second argument itself", model);
        }
    }

    /**
     * The caller, where it may describe, move, delete: everything about that namespace or model but saves and loads. A
     * registry without credentials for these asks for the key all the same.
     */
    public Uni<Caller> toManage(HttpServerRequest request, Object target) {
        return identify(request).invoke(caller -> checkManage(caller, target));
    }

    private static void checkManage(Caller caller, Object target) {
        if (caller == Caller.ANONYMOUS) {
            throw ProblemType.UNAUTHENTICATED.because("Changing %s needs a key", target);
        }
    }

    /**
     * Passes where the caller may read a model of that visibility. A private model answers exactly as one that does not
     * exist.
     *
     * @param visibility empty where there is no such model
     */
    public void checkRead(Caller caller, Optional<Visibility> visibility) {
        boolean exists = visibility.isPresent();
        boolean open = visibility.filter(Visibility.PUBLIC::equals).isPresent();
        if (open || exists && mayReadAll(caller)) {
            return;
        }
        throw mayReadAll(caller) || caller != Caller.ANONYMOUS ? absent() : unknownToStrangers();
    }

    /** What a model must be for the caller to find it in a list; empty where the caller may read all. */
    public Optional<Visibility> mustBe(Caller caller) {
        return mayReadAll(caller) ? Optional.empty() : Optional.of(Visibility.PUBLIC);
    }

    /** Passes where the caller may look at namespaces. */
    public void checkReadNamespaces(Caller caller) {
        if (!mayReadAll(caller)) {
            throw ProblemType.UNAUTHENTICATED.because("Looking at namespaces needs a key");
        }
    }

    private boolean mayReadAll(Caller caller) {
        return caller == Caller.ADMIN || settings.open();
    }

    private static RegistryException absent() {
        return ProblemType.NOT_FOUND.because("There is no such model");
    }

    private static RegistryException unknownToStrangers() {
        return ProblemType.UNAUTHENTICATED.because("There is no such public model; if it is private, send credentials");
    }
}
