package io.weighhouse;

import java.nio.file.Path;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.vertx.http.HttpServer;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.upkeep.reconcile.Reconcile;

/**
 * The registry once it listens: the one-command run tells where it is and how to save; then it waits for its end. A
 * migration is done by then, a reconciliation is done here.
 */
@Singleton
public class RunningRegistry implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger("io.weighhouse");

    /** The smallest model that TensorFlow.js loads: one dense layer with one weight of four bytes. */
    private static final String TINY_MODEL = """
            {"format":"layers-model","modelTopology":{"class_name":"Sequential","config":{"name":"tiny","layers":[\
            {"class_name":"Dense","config":{"name":"dense","units":1,"use_bias":false,"batch_input_shape":[null,1]}}]}},\
            "weightsManifest":[{"paths":["model.weights.bin"],"weights":[\
            {"name":"dense/kernel","shape":[1,1],"dtype":"float32"}]}]}""";

    private final HttpServer server;
    private final int managementPort;
    private final StartupSettings settings;
    private final Reconcile reconcile;

    RunningRegistry(HttpServer server, @ConfigProperty(name = "quarkus.management.port") int managementPort,
            StartupSettings settings, Reconcile reconcile) {
        this.server = server;
        this.managementPort = managementPort;
        this.settings = settings;
        this.reconcile = reconcile;
    }

    @Override
    public int run(String... args) {
        Command command = Command.of(args);
        return switch (command.kind()) {
            case SERVE -> serve();
            case MIGRATE -> 0;
            case RECONCILE -> reconcile(command);
        };
    }

    private int serve() {
        settings.embedded().dataFolder().map(this::banner).ifPresent(LOG::info);
        Quarkus.waitForExit();
        return 0;
    }

    /** The only place that may wait: the main thread, in a process that serves nobody. */
    private int reconcile(Command command) {
        try {
            boolean agree = VertxContextSupport
                    .subscribeAndAwait(() -> reconcile.run(command.deletedAfter(), System.out::println));
            System.out.flush();
            return agree ? 0 : 1;
        } catch (RegistryException refused) {
            LOG.errorf(refused.getCause(), "The reconciliation stopped: %s", refused.getMessage());
        } catch (Throwable failed) {
            LOG.errorf("The reconciliation stopped: %s", failed);
        }
        return 1;
    }

    /** Names the file of the admin key or the variable, never the key. */
    private String banner(Path dataFolder) {
        String address = "http://localhost:" + server.getPort();
        return """
                Weighhouse is ready.
                  address      %s
                  management   http://localhost:%d/q/health and /q/metrics
                  data folder  %s
                  admin key    %s
                A save to try, then its load:
                  curl -sS%s -F 'model.json=%s' -F 'model.weights.bin=AAAA' %s/upload
                  curl -sS %s/download/model.json
                """.formatted(address, managementPort, dataFolder, keySource(), credential(), TINY_MODEL,
                address, address);
    }

    private String keySource() {
        return settings.embedded().adminKeyFile().map(Path::toString).orElse("as configured (WEIGHHOUSE_ADMIN_KEY)");
    }

    private String credential() {
        if (settings.open()) {
            return "";
        }
        String key = settings.embedded().adminKeyFile()
                .map(file -> "$(cat '%s')".formatted(file.toString().replace("'", "'\\''")))
                .orElse("$WEIGHHOUSE_ADMIN_KEY");
        return " -H \"Authorization: Bearer %s\"".formatted(key);
    }
}
