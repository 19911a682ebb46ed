package io.weighhouse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Starts the registry: checks the settings that decide about safety, starts the embedded parts where no external database
 * is configured, then Quarkus. The embedded parts outlive Quarkus, so that its last transactions find their database.
 * With the argument {@code migrate} it brings the schema of an external database up to date and ends, with {@code reconcile}
 * it holds the blob store against the database and ends.
 */
@QuarkusMain
public final class Weighhouse {

    private static final int SECONDS_FOR_QUARKUS_TO_STOP = 60;
    private static final int MANAGEMENT_PORT = 9000;
    private static final int ANY_PORT = 0;

    private final CountDownLatch quarkusIsDown = new CountDownLatch(1);
    private int status;

    public static void main(String... args) {
        int status = new Weighhouse().run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    private int run(String... args) {
        try {
            prepare(Command.of(args).kind());
        } catch (StartupRefused refused) {
            return refuse(refused.getMessage());
        }
        if (LaunchMode.current().isDevOrTest()) {
            Quarkus.run(RunningRegistry.class, args);
        } else {
            Quarkus.run(RunningRegistry.class, this::ended, args);
        }
        return status;
    }

    private void prepare(Command.Kind command) {
        acceptQueriesAsBrowsersSendThem();
        closeConnectionsThatBringNothing();
        switch (command) {
            case SERVE -> prepareToServe(StartupConfig.read().check());
            case MIGRATE -> {
                StartupConfig.read().checkMigration();
                System.setProperty("quarkus.flyway.migrate-at-start", "true");
                serveNobody();
            }
            case RECONCILE -> prepareToReconcile(StartupConfig.read().checkStores());
        }
    }

    private void prepareToServe(StartupConfig config) {
        if (config.wantsEmbeddedParts()) {
            config.offer(Map.of("quarkus.http.host", config.host(), "quarkus.management.host", "127.0.0.1",
                    "quarkus.management.port", managementPort(), "quarkus.shutdown.delay", "0s",
                    "weighhouse.upload.default-model", "default/model"));
            config.offer(startParts(config.settings()));
        }
    }

    /** Standard output is for what is found, so the log goes beside it. */
    private void prepareToReconcile(StartupConfig config) {
        if (config.wantsEmbeddedParts()) {
            config.offer(startParts(config.settings()));
        }
        System.setProperty("quarkus.log.console.stderr", "true");
        serveNobody();
    }

    private static void serveNobody() {
        System.setProperty("quarkus.http.host-enabled", "false");
        System.setProperty("quarkus.management.host-enabled", "false");
        System.setProperty("quarkus.scheduler.enabled", "false");
        System.setProperty("quarkus.shutdown.delay", "0s");
    }

    /** Quarkus would close the door on a {@code |} or a bare {@code %} without a word; the registry checks paths itself. */
    private static void acceptQueriesAsBrowsersSendThem() {
        System.setProperty("vertx.disableURIValidation", "true");
    }

    /** Class loaders of the development mode and of tests see the service that Netty looks for twice, or not at all. */
    private static void closeConnectionsThatBringNothing() {
        if (!LaunchMode.current().isDevOrTest()) {
            System.setProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
        }
    }

    /**
     * The usual one, or any that is free: a second registry on this machine starts all the same, and its banner tells where.
     */
    private static String managementPort() {
        return Integer.toString(free(MANAGEMENT_PORT).or(() -> free(ANY_PORT)).orElse(MANAGEMENT_PORT));
    }

    private static Optional<Integer> free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return Optional.of(socket.getLocalPort());
        } catch (IOException busy) {
            return Optional.empty();
        }
    }

    private Map<String, String> startParts(StartupSettings settings) {
        EmbeddedParts parts = ServiceLoader.load(EmbeddedParts.class).findFirst()
                .orElseThrow(() -> new StartupRefused("this build has no embedded database: set weighhouse.database.url "
                        + "(WEIGHHOUSE_DATABASE_URL) to postgresql://host:5432/database"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(parts), "stop embedded parts"));
        return parts.start(settings);
    }

    /** Runs beside Quarkus' own shutdown hook, hence the wait. */
    private void stop(EmbeddedParts parts) {
        try {
            boolean quarkusTellsItsEnd = !LaunchMode.current().isDevOrTest();
            if (quarkusTellsItsEnd && !quarkusIsDown.await(SECONDS_FOR_QUARKUS_TO_STOP, TimeUnit.SECONDS)) {
                System.err.println("Weighhouse: requests still run, the database is stopped all the same");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            parts.close();
        }
    }

    private void ended(int exitStatus, Throwable failure) {
        status = failure == null ? exitStatus : report(failure);
        quarkusIsDown.countDown();
    }

    private int report(Throwable failure) {
        return StartupFailure.explain(failure).map(this::refuse).orElseGet(() -> {
            Logger.getLogger(Weighhouse.class).error("Weighhouse does not start", failure);
            return 1;
        });
    }

    private int refuse(String reason) {
        quarkusIsDown.countDown();
        System.err.println("Weighhouse does not start: " + reason);
        return 1;
    }
}
