package io.weighhouse.catalog.database;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.AliasWish;
import io.weighhouse.catalog.Candidate;
import io.weighhouse.catalog.Fingerprints;
import io.weighhouse.catalog.ModelFileFacts;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.OpenedSession;
import io.weighhouse.catalog.Published;
import io.weighhouse.catalog.SaveOptions;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.catalog.Visibility;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.telemetry.Spans;

/**
 * Makes a candidate a version: the one transaction at the end of a save. Before it nobody sees anything, after it everybody
 * sees everything. It is one call of the function {@code publish_version}, past the object mapping, because its cost bounds
 * how many small saves a registry takes.
 */
@ApplicationScoped
public class RecordVersion {

    private static final String CALL = "select number, created_at, created from publish_version("
            + "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, "
            + "$23, $24, $25, $26, $27, $28, $29)";

    private static final String STANDING = """
            select v.number from model m
            join namespace n on n.id = m.namespace_id
            join alias a on a.model_id = m.id
            join version v on v.id = a.version_id
            where n.name = $1 and m.name = $2 and a.name = $3 and m.deleted_at is null""";

    private final Database database;
    private final Pool pool;
    private final Spans spans;

    RecordVersion(Database database, Pool pool, Spans spans) {
        this.database = database;
        this.pool = pool;
        this.spans = spans;
    }

    /**
     * Bytes equal to those of the newest version are no new version. Fails where the upload session was given up. A repeated
     * save gets what the first one got.
     */
    public Uni<Published> record(Candidate candidate) {
        return spans.around("database record version",
                () -> database.inCall(() -> pool.preparedQuery(CALL).execute(arguments(candidate))))
                .onFailure(DatabaseFailure::isOwn).transform(failure -> refusal(candidate.options(), failure))
                .map(rows -> published(candidate, rows.iterator().next()));
    }

    /** Refuses a save whose alias does not stand where it must, before its body is read. */
    public Uni<Void> checkAlias(ModelName model, SaveOptions options) {
        Optional<AliasWish> conditional = options.alias().filter(wish -> wish.standing().isPresent());
        return conditional.isEmpty() ? Uni.createFrom().voidItem()
                : database.inCall(() -> pool.preparedQuery(STANDING).execute(Tuple.of(model.namespace(), model.name(),
                        conditional.get().alias().value())))
                        .invoke(rows -> checkStanding(conditional.get(), rows))
                        .replaceWithVoid();
    }

    private static void checkStanding(AliasWish wish, RowSet<Row> rows) {
        int stands = rows.size() == 0 ? 0 : rows.iterator().next().getInteger("number");
        if (stands != wish.standing().orElseThrow()) {
            throw standsElsewhere(wish);
        }
    }

    private static RegistryException refusal(SaveOptions options, Throwable failure) {
        return switch (DatabaseFailure.own(failure)) {
            case "WH002" -> standsElsewhere(options.alias().orElseThrow());
            case "WH003" -> OpenedSession.reused();
            case "WH004" -> ProblemType.NOT_FOUND.because("The model was deleted, and this save may not make it again");
            case QuotaRefusal.STATE -> QuotaRefusal.of(failure);
            default -> givenUp();
        };
    }

    static RegistryException givenUp() {
        return ProblemType.OVERLOADED.because("The save was given up: its upload session ran out; save again");
    }

    private static RegistryException standsElsewhere(AliasWish wish) {
        int wanted = wish.standing().orElseThrow();
        return ProblemType.PRECONDITION_FAILED.because(wanted == 0 ? "The alias '%s' exists"
                : "The alias '%s' does not stand at version %d", wish.alias(), wanted).with("alias", wish.alias().value());
    }

    private static Published published(Candidate candidate, Row row) {
        OffsetDateTime createdAt = row.getOffsetDateTime("created_at");
        return new Published(candidate, row.getInteger("number"), createdAt.toInstant(), row.getBoolean("created"));
    }

    private static Tuple arguments(Candidate candidate) {
        ModelFileFacts modelFile = candidate.modelFile();
        List<VersionFile> files = candidate.files();
        SaveOptions options = candidate.options();
        return Tuple.tuple()
                .addUUID(candidate.session())
                .addString(candidate.model().namespace())
                .addString(candidate.model().name())
                .addString(options.visibility().map(Visibility::name).orElse(null))
                .addString(options.description().orElse(null))
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
                .addValue(column(files, RecordVersion::crc32, Long[]::new))
                .addValue(candidate.fingerprints() instanceof Fingerprints.InRow row ? Buffer.buffer(row.bytes()) : null)
                .addString(candidate.fingerprints() instanceof Fingerprints.InStore store ? store.storageKey() : null)
                .addInteger(candidate.fingerprints() instanceof Fingerprints.InStore store ? store.bytes() : null)
                .addString(new JsonObject(Map.copyOf(options.labels().values())).encode())
                .addString(options.alias().map(wish -> wish.alias().value()).orElse(null))
                .addInteger(standing(options))
                .addString(options.idempotencyKey().orElse(null));
    }

    private static Long crc32(VersionFile file) {
        return file.crc32().isPresent() ? file.crc32().getAsLong() : null;
    }

    /** 0 for an alias that must not exist; null where that does not matter. */
    private static Integer standing(SaveOptions options) {
        return options.alias().map(AliasWish::standing).filter(OptionalInt::isPresent).map(OptionalInt::getAsInt).orElse(null);
    }

    private static <T> T[] column(List<VersionFile> files, Function<VersionFile, T> value, IntFunction<T[]> array) {
        return files.stream().map(value).toArray(array);
    }
}
