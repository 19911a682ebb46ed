package io.weighhouse;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.storage.s3.S3ProxyServer;

/** What a replica in production stands beside: an external PostgreSQL with a fresh database, and an S3 server. */
public final class Neighbours implements AutoCloseable {

    private final Map<String, String> database;
    private final S3ProxyServer store;

    private Neighbours(Map<String, String> database, S3ProxyServer store) {
        this.database = database;
        this.store = store;
    }

    public static Neighbours started() throws Exception {
        return startedBeside(new PostgresResource().start());
    }

    /** With a database that the test has started itself. */
    public static Neighbours startedBeside(Map<String, String> database) throws Exception {
        return new Neighbours(database, S3ProxyServer.started());
    }

    public S3ProxyServer store() {
        return store;
    }

    /** Settings of the database, by property. */
    public Map<String, String> database() {
        return database;
    }

    /** Environment of a packaged replica. Proxies wait less long for it than in production. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(environment(database));
        environment.putAll(environment(store.configuration()));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_SHUTDOWN_DELAY", "1s");
        return environment;
    }

    /** The same with other values. */
    public Map<String, String> environmentWith(Map<String, String> more) {
        Map<String, String> environment = environment();
        environment.putAll(more);
        return environment;
    }

    /** Properties as variables. */
    public static Map<String, String> environment(Map<String, String> properties) {
        Map<String, String> environment = new HashMap<>();
        properties.forEach((name, value) -> environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        return environment;
    }

    /** What a query finds in the database, as text. */
    public List<String> column(String sql) throws SQLException {
        String url = "jdbc:" + database.get("weighhouse.database.url");
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, database.get("weighhouse.database.username"),
                database.get("weighhouse.database.password"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
