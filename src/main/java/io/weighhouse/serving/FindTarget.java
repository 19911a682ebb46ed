package io.weighhouse.serving;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.smallrye.mutiny.Uni;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.catalog.ModelChanged;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.Standing;
import io.weighhouse.catalog.database.FindVersion;
import io.weighhouse.problem.ProblemType;

/**
 * Leads a load to its version: who calls, what the ref names now, may the caller read it. What moves is asked of the
 * database each time; what a number names is believed for a moment; what is inside a version is kept.
 */
@ApplicationScoped
class FindTarget {

    private static final int STANDINGS = 10_000;
    private static final int KEPT_FILES = 200_000;

    private final Access access;
    private final FindVersion catalog;
    private final Cache<Address, Standing> standings;
    private final Cache<Long, PublishedVersion> versions;
    private final AtomicLong changes = new AtomicLong();

    private record Address(ModelName model, Ref ref) {
    }

    FindTarget(Access access, FindVersion catalog, ServingSettings settings) {
        this.access = access;
        this.catalog = catalog;
        this.standings = Caffeine.newBuilder().maximumSize(STANDINGS).expireAfterWrite(settings.standing()).build();
        this.versions = Caffeine.newBuilder().maximumWeight(KEPT_FILES)
                .weigher((Long id, PublishedVersion version) -> version.files().size() + 1).build();
    }

    /** What changed here is seen here at once; other replicas see it when they have forgotten. */
    void forget(@Observes ModelChanged changed) {
        changes.incrementAndGet();
        standings.asMap().keySet().removeIf(address -> address.model().equals(changed.model()));
    }

    Uni<Target> find(ModelName model, Ref ref) {
        Caller caller = access.caller();
        var address = new Address(model, ref);
        return standing(address)
                .call(standing -> access.checkLoad(caller, model, ref, standing))
                .map(Optional::orElseThrow)
                .chain(standing -> version(address, standing)
                        .map(version -> new Target(version, standing.visibility(), address.ref())));
    }

    /** Looks whether a target is still there, past what is believed: refused where it was deleted. */
    Uni<Void> confirm(Target target) {
        var address = new Address(target.model(), new Ref.Number(target.version().number()));
        return catalog.standing(address.model(), address.ref())
                .chain(standing -> standing.isEmpty() ? Uni.createFrom().voidItem()
                        : version(address, standing.get()).replaceWithVoid());
    }

    private Uni<Optional<Standing>> standing(Address address) {
        Standing known = address.ref().moves() ? null : standings.getIfPresent(address);
        long asked = changes.get();
        return known != null ? Uni.createFrom().item(Optional.of(known))
                : catalog.standing(address.model(), address.ref())
                        .invoke(found -> found.filter(standing -> isWorthBelieving(standing) && changes.get() == asked)
                                .ifPresent(standing -> standings.put(address, standing)));
    }

    private static boolean isWorthBelieving(Standing standing) {
        return standing.version().isPresent() && !standing.deleted();
    }

    private Uni<PublishedVersion> version(Address address, Standing standing) {
        long id = standing.version().orElseThrow(() -> ProblemType.NOT_FOUND
                .because("The model %s has no such version", address.model()));
        if (standing.deleted()) {
            throw ProblemType.DELETED.because("This version of %s was deleted", address.model());
        }
        PublishedVersion kept = versions.getIfPresent(id);
        return kept != null ? Uni.createFrom().item(kept)
                : catalog.version(address.model(), id).invoke(version -> versions.put(id, version));
    }
}
