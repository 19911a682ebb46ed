package io.weighhouse.catalog.database;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

/** Finds the fingerprints of a version's tensors; the mapping of versions leaves them out, since loads do not need them. */
@ApplicationScoped
public class FindFingerprints {

    private final Database database;
    private final Pool pool;

    FindFingerprints(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** 16 bytes a tensor, in the order of the weights manifest; empty where the version was saved without. */
    public Uni<Optional<byte[]>> of(long version) {
        return database.inCall(() -> pool.preparedQuery("select fingerprints from version where id = $1")
                .execute(Tuple.of(version)))
                .map(rows -> read(rows.iterator().next()));
    }

    private static Optional<byte[]> read(Row row) {
        return Optional.ofNullable(row.get(Buffer.class, 0)).map(Buffer::getBytes);
    }
}
