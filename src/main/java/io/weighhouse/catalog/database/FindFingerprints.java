package io.weighhouse.catalog.database;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Fingerprints;

/** Finds the fingerprints of a version's tensors; the mapping of versions leaves them out, since loads do not need them. */
@ApplicationScoped
public class FindFingerprints {

    private static final String FIND = "select fingerprints, fingerprints_key, fingerprints_bytes from version where id = $1";

    private final Database database;
    private final Pool pool;

    FindFingerprints(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** Empty where the version was saved without. */
    public Uni<Optional<Fingerprints>> of(long version) {
        return database.inCall(() -> pool.preparedQuery(FIND).execute(Tuple.of(version)))
                .map(rows -> read(rows.iterator().next()));
    }

    private static Optional<Fingerprints> read(Row row) {
        String key = row.getString("fingerprints_key");
        return key != null ? Optional.of(new Fingerprints.InStore(key, row.getInteger("fingerprints_bytes")))
                : Optional.ofNullable(row.getBuffer("fingerprints")).map(bytes -> new Fingerprints.InRow(bytes.getBytes()));
    }
}
