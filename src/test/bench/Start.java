import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long the packaged registry takes from the start of its process to its first answer of success, and the memory that it holds
 * when it has been idle for a while. The environment says which PostgreSQL and which store, and the admin key.
 *
 * <pre>
 * java src/test/bench/Start.java java -Xmx128m -jar target/quarkus-app/quarkus-run.jar
 * </pre>
 */
public class Start {

    private static final int ROUNDS = 5;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int PORT = 20_180;

    public static void main(String... command) throws Exception {
        double[] seconds = new double[ROUNDS];
        double[] mebibytes = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File("/dev/null"));
            builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(PORT));
            builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(PORT + 1));
            builder.environment().put("QUARKUS_SHUTDOWN_DELAY", "0s");
            long begin = System.nanoTime();
            Process registry = builder.start();
            try {
                awaitSuccess(registry);
                seconds[round] = (System.nanoTime() - begin) / 1e9;
                Thread.sleep(IDLE.toMillis());
                mebibytes[round] = residentMebibytes(registry.pid());
            } finally {
                registry.destroy();
                registry.waitFor();
            }
        }
        System.out.printf(Locale.ROOT, "first success after %.2f s, idle %.0f MiB (medians of %d)%n", median(seconds),
                median(mebibytes), ROUNDS);
    }

    private static void awaitSuccess(Process registry) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest whoAmI = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/api/v1/whoami"))
                .header("Authorization", "Bearer " + System.getenv("WEIGHHOUSE_ADMIN_KEY")).build();
        while (true) {
            try {
                if (client.send(whoAmI, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException early) {
                if (!registry.isAlive()) {
                    throw new IllegalStateException("the registry ended with the status " + registry.exitValue());
                }
            }
            Thread.sleep(5);
        }
    }

    private static double residentMebibytes(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024).sum();
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
}
