package io.weighhouse.upkeep.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.database.KnownKeys;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.StoredBlob;

/**
 * Holds the store against the database, as after a restore from backups of different moments: page by page along the keys, so
 * that neither ever lies in memory. The database is read first: what its rows name was in the store before them.
 */
@ApplicationScoped
public class Reconcile {

    private static final Logger LOG = Logger.getLogger(Reconcile.class);
    private static final int PAGE = 1000;

    private final KnownKeys keys;
    private final BlobStore store;

    Reconcile(KnownKeys keys, BlobStore store) {
        this.keys = keys;
        this.store = store;
    }

    /**
     * Tells line by line where store and database do not agree.
     *
     * @param deletedAfter what nothing refers to is deleted when it is older than that; without it nothing is
     * @return whether they agree, at last
     */
    public Uni<Boolean> run(Optional<Duration> deletedAfter, Consumer<String> lines) {
        var tally = new Tally();
        return walk(stretch -> report(stretch, tally, lines))
                .chain(() -> deletedAfter.map(age -> delete(age, tally, lines))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .invoke(() -> LOG.infof("Blobs: %s", tally))
                .map(done -> tally.isClean());
    }

    private Uni<Void> delete(Duration age, Tally tally, Consumer<String> lines) {
        if (tally.areStrangers()) {
            LOG.error("Nothing is deleted: the database knows none of the blobs in the store, which may belong to another one");
            return Uni.createFrom().voidItem();
        }
        Instant before = Instant.now().minus(age);
        return walk(stretch -> orphans(stretch).select().where(orphan -> orphan.changed().isBefore(before))
                .onItem().transformToUniAndConcatenate(orphan -> store.delete(orphan.key())
                        .invoke(() -> tell(Finding.unreferenced(Finding.Kind.DELETED, orphan), tally, lines)))
                .onItem().ignoreAsUni());
    }

    private Uni<Void> walk(Function<Stretch, Uni<Void>> step) {
        return Multi.createBy().repeating()
                .uni(() -> new AtomicReference<>(Optional.of("")),
                        place -> stretchAfter(place.get().orElseThrow())
                                .invoke(stretch -> place.set(stretch.end()))
                                .call(step::apply))
                .whilst(stretch -> stretch.end().isPresent())
                .onItem().ignoreAsUni();
    }

    private Uni<Stretch> stretchAfter(String after) {
        return keys.page(after, PAGE)
                .chain(known -> store.list(after, PAGE)
                        .map(stored -> Stretch.of(after, known, known.size() == PAGE, stored)));
    }

    private Uni<Void> report(Stretch stretch, Tally tally, Consumer<String> lines) {
        tally.countRight(stretch.right());
        return Multi.createFrom().iterable(stretch.wrong())
                .onItem().transformToMultiAndConcatenate(this::findings)
                .invoke(finding -> tell(finding, tally, lines))
                .onItem().ignoreAsUni()
                .chain(() -> orphans(stretch)
                        .invoke(orphan -> tell(Finding.unreferenced(Finding.Kind.ORPHAN, orphan), tally, lines))
                        .onItem().ignoreAsUni());
    }

    /** Nothing where the rows that needed the blob went meanwhile. */
    private Multi<Finding> findings(Stretch.Suspect suspect) {
        String key = suspect.known().key();
        return keys.neededBy(key).onItem().<String> disjoint()
                .map(place -> suspect.found()
                        .map(blob -> Finding.wrongSize(place, blob, suspect.known().bytes().orElseThrow()))
                        .orElseGet(() -> Finding.missing(place, key)));
    }

    /** A save may have ended since its keys were read, or still run. */
    private Multi<StoredBlob> orphans(Stretch stretch) {
        if (stretch.strangers().isEmpty()) {
            return Multi.createFrom().empty();
        }
        List<String> strangers = stretch.strangers().stream().map(blob -> blob.key().value()).toList();
        return keys.unknownOf(strangers).<Set<String>> map(HashSet::new)
                .onItem().transformToMulti(unknown -> Multi.createFrom().iterable(stretch.strangers())
                        .select().where(blob -> unknown.contains(blob.key().value())));
    }

    private static void tell(Finding finding, Tally tally, Consumer<String> lines) {
        tally.count(finding);
        lines.accept(finding.line());
    }
}
