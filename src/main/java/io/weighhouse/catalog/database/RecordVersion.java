package io.weighhouse.catalog.database;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Candidate;
import io.weighhouse.catalog.ModelFileFacts;
import io.weighhouse.catalog.Published;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.problem.ProblemType;

/**
 * Makes a candidate a version: the one transaction at the end of a save. Before it nobody sees anything, after it everybody
 * sees everything. It is one call of the function {@code publish_version}, past the object mapping, because its cost bounds
 * how many small saves a registry takes.
 */
@ApplicationScoped
public class RecordVersion {

    private static final String CALL = "select number, created_at, created from publish_version("
            + "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, "
            + "$23)";

    private final Database database;
    private final Pool pool;

    RecordVersion(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** Bytes equal to those of the newest version are no new version. Fails where the upload session was given up. */
    public Uni<Published> record(Candidate candidate) {
        return database.inCall(() -> pool.preparedQuery(CALL).execute(arguments(candidate)))
                .onFailure(DatabaseFailure::isGivenUp).transform(givenUp -> ProblemType.OVERLOADED
                        .because("The save was given up: its upload session ran out; save again"))
                .map(rows -> published(candidate, rows.iterator().next()));
    }

    private static Published published(Candidate candidate, Row row) {
        OffsetDateTime createdAt = row.getOffsetDateTime("created_at");
        return new Published(candidate, row.getInteger("number"), createdAt.toInstant(), row.getBoolean("created"));
    }

    private static Tuple arguments(Candidate candidate) {
        ModelFileFacts modelFile = candidate.modelFile();
        List<VersionFile> files = candidate.files();
        return Tuple.tuple()
                .addUUID(candidate.session())
                .addString(candidate.model().namespace())
                .addString(candidate.model().name())
                .addString(candidate.visibility().name())
                .addString(candidate.description().orElse(null))
                .addString(candidate.actor().name())
                .addString(candidate.actor().origin())
                .addString(candidate.digest().hex())
                .addString(modelFile.digest().hex())
                .addValue(Buffer.buffer(modelFile.content()))
                .addString(modelFile.index())
                .addString(modelFile.format().orElse(null))
                .addString(modelFile.generatedBy().orElse(null))
                .addLong(modelFile.topologyBytes())
                .addLong(modelFile.weightSpecsBytes())
                .addLong(candidate.weightBytes())
                .addValue(column(files, VersionFile::path, String[]::new))
                .addValue(column(files, file -> file.role().name(), String[]::new))
                .addValue(column(files, VersionFile::bytes, Long[]::new))
                .addValue(column(files, file -> file.digest().hex(), String[]::new))
                .addValue(column(files, file -> file.storageKey().orElse(null), String[]::new))
                .addValue(Buffer.buffer(candidate.fingerprints()))
                .addValue(column(files, RecordVersion::crc32, Long[]::new));
    }

    private static Long crc32(VersionFile file) {
        return file.crc32().isPresent() ? file.crc32().getAsLong() : null;
    }

    private static <T> T[] column(List<VersionFile> files, Function<VersionFile, T> value, IntFunction<T[]> array) {
        return files.stream().map(value).toArray(array);
    }
}
