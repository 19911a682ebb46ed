package io.weighhouse.catalog.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.Digest;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;

/**
 * Asks the questions of a load once when the registry has started: to compile them takes the object mapping half a second,
 * which the first caller would wait.
 */
@ApplicationScoped
class ReadyQueries {

    private static final Logger LOG = Logger.getLogger(ReadyQueries.class);
    private static final ModelName NOBODYS = new ModelName("0", "0");
    private static final long NO_ID = 0;

    private final FindVersion versions;

    ReadyQueries(FindVersion versions) {
        this.versions = versions;
    }

    void prepare(@Observes StartupEvent started) {
        VertxContextSupport.subscribe(() -> ask().toMulti(), answers -> answers.with(answer -> {
        }, failure -> LOG.debug("The questions of a load were not prepared", failure)));
    }

    private Uni<Void> ask() {
        return Multi.createFrom().items(new Ref.Default(), new Ref.Number(1), new Ref.Latest(), new Ref.Alias("0"),
                new Ref.ByDigest(Digest.of(new byte[0])))
                .onItem().transformToUniAndConcatenate(ref -> versions.standing(NOBODYS, ref))
                .onItem().ignoreAsUni()
                .chain(() -> versions.version(NOBODYS, NO_ID)).onFailure().recoverWithNull()
                .chain(() -> versions.modelFileSize(NO_ID)).onFailure().recoverWithNull()
                .chain(() -> versions.modelFile(NO_ID)).onFailure().recoverWithNull()
                .replaceWithVoid();
    }
}
