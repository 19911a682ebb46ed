package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.vertx.VertxContextSupport;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.upkeep.CleanUp;

/**
 * What the tests over HTTP have in common: a running registry with its real database and store, and the question that ends
 * each of them: is anything left that no version refers to?
 */
@WithTestResource(PostgresResource.class)
@WithTestResource(StoreResource.class)
abstract class HttpSuite {

    private static final AtomicInteger NAMES = new AtomicInteger();

    @TestHTTPResource
    URI base;

    @Inject
    DataSource database;

    @Inject
    CleanUp cleanUp;

    RegistryClient admin;
    RegistryClient stranger;
    String model;

    @BeforeEach
    void freshModel() {
        admin = RegistryClient.admin(base, PostgresResource.ADMIN_KEY);
        stranger = RegistryClient.stranger(base);
        model = "suite/" + getClass().getSimpleName().toLowerCase() + "-" + NAMES.incrementAndGet();
    }

    /** The path of a file of the model. */
    String at(String file) {
        return "/models/" + model + "/" + file;
    }

    Answer save(TinyModel tiny) {
        return admin.save("/models/" + model, tiny);
    }

    @AfterEach
    void nothingIsLeft() throws Throwable {
        eventually(() -> count("select count(*) from upload_session") == 0);
        VertxContextSupport.subscribeAndAwait(cleanUp::run);
        // the scheduled clean-up may have claimed some of them a moment ago
        eventually(() -> count("select count(*) from freed_blob") == 0);
        assertThat(count("select count(*) from blob b where not exists (select from version_file f where f.blob_id = b.id)"))
                .isZero();
        assertThat(count("select count(*) from model_file f where not exists "
                + "(select from version v where v.model_file_id = f.id)")).isZero();
        assertThat(column("""
                select n.name from namespace n
                where n.bytes_used <> (select coalesce(sum(b.bytes), 0) from blob b where b.namespace_id = n.id)
                   or n.versions <> (select count(*) from version v join model m on m.id = v.model_id
                                     where m.namespace_id = n.id and v.deleted_at is null)
                   or n.models <> (select count(*) from model m where m.namespace_id = n.id and m.deleted_at is null)"""))
                .as("namespaces whose counters are wrong").isEmpty();
        assertThat(StoreResource.storedKeys()).isEqualTo(column("select storage_key from blob union all "
                + "select fingerprints_key from version where fingerprints_key is not null"));
    }

    /** Versions that the model has, in the database. */
    long versions() throws SQLException {
        return count(
                "select count(*) from version v join model m on m.id = v.model_id join namespace n on n.id = m.namespace_id "
                        + "where n.name || '/' || m.name = '" + model + "'");
    }

    long count(String sql) throws SQLException {
        return Long.parseLong(column(sql).iterator().next());
    }

    Set<String> column(String sql) throws SQLException {
        Set<String> values = new TreeSet<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    void update(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    static void eventually(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
