package io.weighhouse.access;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.weighhouse.access.links.Link;
import io.weighhouse.access.links.LinkRing;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.NamespaceName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.Standing;
import io.weighhouse.catalog.Visibility;
import io.weighhouse.catalog.database.FindVersion;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** The one place that decides who may do what. The gate of every route asks here before anything is done. */
@ApplicationScoped
public class Access {

    private static final Set<ProblemType> FACTS = Set.of(ProblemType.NOT_FOUND, ProblemType.CONFLICT, ProblemType.DELETED);

    private final FindVersion catalog;
    private final LinkRing links;

    Access(FindVersion catalog, LinkRing links) {
        this.catalog = catalog;
        this.links = links;
    }

    /** Who makes the request that is being answered. */
    public Caller caller() {
        return CurrentCaller.get();
    }

    /** Who makes that request, also where it was not let in; empty before it is known who. */
    public Optional<Caller> callerOf(RoutingContext exchange) {
        return CurrentCaller.of(exchange);
    }

    /**
     * Passes where the caller has the permission on the model. What public models need to be read is asked where they are
     * found ({@link #checkRead}), so {@code READ} passes here.
     */
    public Uni<Void> admit(Caller caller, Permission permission, ModelName model) {
        return permission == Permission.READ ? Uni.createFrom().voidItem() : admitGranted(caller, permission, model);
    }

    /** Passes where the caller was granted the permission on the model, be the model public or not. */
    Uni<Void> admitGranted(Caller caller, Permission permission, ModelName model) {
        if (caller.may(permission, model.namespace())
                || permission == Permission.PUBLISH && caller.mayPublishByLink(model)) {
            return Uni.createFrom().voidItem();
        }
        if (!caller.known()) {
            return Uni.createFrom().failure(caller.refusal().orElseGet(() -> needsCredentials(permission, model)));
        }
        return mayKnowOf(caller, model).map(known -> {
            throw known ? forbidden(caller, permission, model) : absent(permission, model);
        });
    }

    /** A change of a model whose refusals tell facts to those only who may read it; to others there is nothing. */
    public <T> Uni<T> keepFacts(Caller caller, ModelName model, Uni<T> change) {
        return change.onFailure(Access::tellsFacts).recoverWithUni(refusal -> mayKnowOf(caller, model)
                .chain(known -> Uni.createFrom().failure(known ? refusal
                        : ProblemType.NOT_FOUND.because("There is nothing of the kind that this key may know of"))));
    }

    private static boolean tellsFacts(Throwable failure) {
        return failure instanceof RegistryException refusal && FACTS.contains(refusal.type());
    }

    private Uni<Boolean> mayKnowOf(Caller caller, ModelName model) {
        return caller.may(Permission.READ, model.namespace()) || caller.hasLinkOf(model) ? Uni.createFrom().item(true)
                : catalog.standing(model, new Ref.Latest())
                        .map(standing -> standing.map(Standing::visibility).filter(Visibility.PUBLIC::equals).isPresent());
    }

    /** Passes where the caller has the permission in the namespace; whether there is such a namespace plays no part. */
    public Uni<Void> admit(Caller caller, Permission permission, NamespaceName namespace) {
        return Uni.createFrom().voidItem().invoke(() -> check(caller, permission, namespace));
    }

    private static void check(Caller caller, Permission permission, NamespaceName namespace) {
        if (caller.may(permission, namespace.value())) {
            return;
        }
        if (!caller.known()) {
            throw needsCredentials(permission, namespace);
        }
        throw permission != Permission.READ || caller.grants().touch(namespace.value())
                ? forbidden(caller, permission, namespace)
                : ProblemType.NOT_FOUND.because("There is no such namespace");
    }

    /** Passes where the caller is known, or may do something without being known. */
    void checkKnown(Caller caller) {
        if (!caller.known() && caller.grants().equals(Grants.NONE)) {
            throw ProblemType.UNAUTHENTICATED.because("This needs a key: 'Authorization: Bearer wh_…'");
        }
    }

    /** Passes where there is a namespace that the caller administers. */
    public void checkAdministersAnything(Caller caller) {
        if (caller.grants().list().stream().noneMatch(grant -> grant.permissions().contains(Permission.ADMIN))) {
            throw ProblemType.FORBIDDEN.because("This key lacks the permission '%s', in whatever namespace",
                    Permission.ADMIN.text()).with("permission", Permission.ADMIN.text());
        }
    }

    /** Passes where the caller administers every namespace that there is or will be. */
    public void checkAdministersEverything(Caller caller) {
        if (!caller.may(Permission.ADMIN, Grant.EVERYWHERE)) {
            throw ProblemType.FORBIDDEN.because("This key lacks the permission '%s' on '*'", Permission.ADMIN.text())
                    .with("permission", Permission.ADMIN.text());
        }
    }

    /** Passes where the caller administers every namespace of these grants. */
    public void checkMayGive(Caller caller, Grants grants) {
        grants.list().stream().map(Grant::namespace).filter(namespace -> !caller.may(Permission.ADMIN, namespace)).findFirst()
                .ifPresent(namespace -> {
                    throw ProblemType.FORBIDDEN
                            .because("This key lacks the permission '%s' on '%s', so it cannot give any there",
                                    Permission.ADMIN.text(), namespace)
                            .with("permission", Permission.ADMIN.text());
                });
    }

    /**
     * Passes where the caller may read a model of that visibility. A private model answers exactly as one that does not
     * exist.
     *
     * @param visibility empty where there is no such model
     */
    public void checkRead(Caller caller, ModelName model, Optional<Visibility> visibility) {
        boolean granted = caller.may(Permission.READ, model.namespace());
        if (visibility.filter(found -> granted || found == Visibility.PUBLIC).isPresent()) {
            return;
        }
        throw granted || caller.known() ? ProblemType.NOT_FOUND.because("There is no such model")
                : caller.refusal().orElseGet(() -> ProblemType.UNAUTHENTICATED
                        .because("There is no such public model; if it is private, send credentials"));
    }

    /**
     * As {@link #checkRead}, for the bytes of a version: these may also be opened by a link.
     *
     * @param standing empty where there is no such model
     */
    public Uni<Void> checkLoad(Caller caller, ModelName model, Ref ref, Optional<Standing> standing) {
        Uni<Boolean> opened = caller.hasLinkOf(model) && standing.isPresent()
                ? opens(caller.link().orElseThrow(), ref, standing.get())
                : Uni.createFrom().item(false);
        return opened.invoke(open -> {
            if (!open) {
                checkRead(caller, model, standing.map(Standing::visibility));
            }
        }).replaceWithVoid();
    }

    /** A link opens its own URL and the numbers and digests of its versions: where other names lead is not its business. */
    private Uni<Boolean> opens(Link link, Ref ref, Standing standing) {
        if (ref.moves()) {
            return Uni.createFrom().item(link.scope().ref().filter(ref::equals).isPresent());
        }
        Optional<Long> version = standing.version();
        return link.scope().alias().isPresent() && version.isPresent() ? links.everLedTo(link, version.get())
                : Uni.createFrom().item(version.isPresent() && link.version().equals(version));
    }

    private static RegistryException needsCredentials(Permission permission, Object target) {
        return permission == Permission.PUBLISH ? ProblemType.UNAUTHENTICATED
                .because("Publishing to %s needs a key, and no Authorization header arrived. "
                        + "With TensorFlow.js since 1.0 headers go into requestInit: "
                        + "tf.io.http(url, {requestInit: {headers: {Authorization: 'Bearer wh_…'}}}), "
                        + "not into the second argument itself", target)
                : ProblemType.UNAUTHENTICATED.because("This needs a key with the permission '%s' on %s", permission.text(),
                        target);
    }

    private static RegistryException forbidden(Caller caller, Permission permission, Object target) {
        return ProblemType.FORBIDDEN
                .because("This %s lacks the permission '%s' on %s", caller.link().isPresent() ? "link" : "key",
                        permission.text(), target)
                .with("permission", permission.text());
    }

    /** Also of a model that is to be made by a save: whether it exists is nothing that this caller may learn. */
    private static RegistryException absent(Permission permission, ModelName model) {
        return ProblemType.NOT_FOUND.because("There is no such model, or it is not for this key; it would need the permission "
                + "'%s' in the namespace '%s'", permission.text(), model.namespace());
    }
}
