package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.restassured.path.json.JsonPath;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.Answer;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.TinyModel;

/** What operators see of the packaged registry: meters, health, traces, log. */
class SeeingInsideIT {

    private static final String MODEL = "/models/inside/very-own-name";

    @TempDir
    Path folder;

    @Test
    void tellsOperatorsWhatGoesOn() throws Exception {
        try (Neighbours neighbours = Neighbours.started();
                TraceCollector collector = new TraceCollector();
                PackagedRegistry registry = PackagedRegistry.start(folder, neighbours.environmentWith(Map.of(
                        "QUARKUS_PROFILE", "prod,json", "QUARKUS_OTEL_SDK_DISABLED", "false",
                        "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms",
                        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())))) {
            RegistryClient admin = RegistryClient.admin(registry.uri("/"), PostgresResource.ADMIN_KEY);
            RegistryClient management = RegistryClient.stranger(registry.managementUri("/"));

            metersCountWithoutNamingModels(admin, management);
            metersAreThoseOfTheOperationsPage(management);
            tracesShowTheWayOfASave(admin, collector);
            healthAndLogTellThatTheStoreIsAway(admin, management, neighbours, registry);
        }
    }

    private static void metersCountWithoutNamingModels(RegistryClient admin, RegistryClient management) {
        TinyModel large = TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", 250_000)))
                .with("w.bin", TinyModel.bytes(1_000_000, 7));
        admin.save(MODEL, large).is(201);
        admin.save(MODEL, large).is(200);
        admin.save(MODEL, TinyModel.dense(1).truncatedBy(4)).isProblem(422, "weights-size-mismatch");
        RegistryClient.stranger(admin.base()).save(MODEL, large).isProblem(401, "unauthenticated");
        admin.save(MODEL + "?visibility=purple", large).isProblem(400, "malformed-request");
        admin.get(MODEL + "/1/w.bin").is(200);

        String meters = management.get("/q/metrics").is(200).text();

        assertThat(meters).contains("weighhouse_saves_total{outcome=\"created\",slug=\"\"} 1.0",
                "weighhouse_saves_total{outcome=\"unchanged\",slug=\"\"} 1.0",
                "weighhouse_saves_total{outcome=\"refused\",slug=\"weights-size-mismatch\"} 1.0",
                "weighhouse_saves_total{outcome=\"refused\",slug=\"unauthenticated\"} 1.0",
                "weighhouse_saves_total{outcome=\"refused\",slug=\"malformed-request\"} 1.0", "weighhouse_saves_running 0.0",
                "weighhouse_loads_sent_bytes_total 1000000.0", "weighhouse_upkeep_freed_blobs_total",
                "weighhouse_store_seconds_count{call=\"stage\",outcome=\"done\"}",
                "weighhouse_store_seconds_count{call=\"read\",outcome=\"done\"} 1.0",
                "sql_pool_queue_delay_seconds_count", "sql_pool_queue_size").doesNotContain("very-own-name");
        assertThat(meters.lines().filter(line -> line.startsWith("weighhouse_saves_received_bytes_total "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1])))
                .allMatch(bytes -> bytes > 2_000_000);
        admin.get("/q/metrics").isProblem(404, "not-found");
        admin.get("/q/health").isProblem(404, "not-found");
    }

    private static void metersAreThoseOfTheOperationsPage(RegistryClient management) throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        Set<String> existing = names("(?m)^([a-z_]+)[{ ]", management.get("/q/metrics").is(200).text());

        assertThat(names("\\b((?:weighhouse|sql|http|jvm|process)_[a-z_]+)", page)).isSubsetOf(existing);
        assertThat(names("(?m)^\\| `(weighhouse_[a-z_]+)` \\|", page)).as("the table of own meters")
                .isEqualTo(existing.stream().filter(name -> name.startsWith("weighhouse_")).collect(Collectors.toSet()));
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private static void tracesShowTheWayOfASave(RegistryClient admin, TraceCollector collector) {
        admin.save(MODEL + "?t=secret-right", TinyModel.dense(2));

        admin.save(MODEL, TinyModel.dense(3)).is(201);

        await("the last save's spans", () -> collector.spans().stream()
                .filter(span -> span.name().equals("database record version")).count() >= 3);
        List<TraceCollector.Span> spans = collector.spans();
        TraceCollector.Span publish = spans.stream().filter(span -> span.name().equals("publish"))
                .reduce((one, next) -> next).orElseThrow();
        assertThat(spans).filteredOn(span -> span.parent().equals(publish.id()))
                .extracting(TraceCollector.Span::name).contains("store stage", "store commit", "database record version");
        assertThat(spans).filteredOn(span -> span.id().equals(publish.parent()))
                .as("the request itself").hasSize(1);
        assertThat(collector.everything()).contains("hidden").doesNotContain("secret-right");
    }

    private static void healthAndLogTellThatTheStoreIsAway(RegistryClient admin, RegistryClient management,
            Neighbours neighbours, PackagedRegistry registry) throws Exception {
        assertThat(management.get("/q/health/started").is(200).text()).contains("started");
        assertThat(management.get("/q/health/ready").is(200).text()).contains("available");
        assertThat(management.get("/q/health/live").is(200).json().getList("checks")).isEmpty();

        neighbours.close();

        Answer refused = admin.get(MODEL + "/1/w.bin", "X-Request-Id", "the-one-4711").is(503);
        assertThat(refused.header("X-Request-Id")).contains("the-one-4711");
        await("the store is told as degraded",
                () -> management.get("/q/health/ready").is(200).text().contains("degraded"));
        management.get("/q/health/live").is(200);
        await("the refusal is in the log", () -> registry.output().contains("the-one-4711"));
        assertThat(registry.output().lines()).allSatisfy(line -> assertThat(JsonPath.from(line).getString("message"))
                .isNotEmpty());
        assertThat(registry.output().lines().filter(line -> line.contains("the-one-4711"))).allSatisfy(
                line -> assertThat(JsonPath.from(line).getString("mdc.requestId")).isEqualTo("the-one-4711"));
        assertThat(admin.get(MODEL + "/1/w.bin", "X-Request-Id", "not \" sane").is(503).header("X-Request-Id").orElseThrow())
                .matches("[0-9a-f]{16}");
        assertThat(admin.get("/api/v1/models").is(200).header("X-Request-Id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "WEIGHHOUSE_S3_BUCKET, not-there, weighhouse.s3.bucket", //
            "WEIGHHOUSE_S3_SECRET_KEY, wrong, weighhouse.s3.secret-key" })
    void refusesToStartOnAStoreThatItCannotUse(String variable, String value, String named) throws Exception {
        try (Neighbours neighbours = Neighbours.started();
                PackagedRegistry registry = PackagedRegistry.launch(folder,
                        neighbours.environmentWith(Map.of(variable, value)))) {
            assertThat(registry.exitStatus()).isEqualTo(1);
            assertThat(registry.output()).contains("Weighhouse does not start: ").contains(named).doesNotContain("\tat ");
        }
    }

    @Test
    void aSecondOneCommandRunFindsAPortForItsManagement(@TempDir Path other) {
        Map<String, String> usual = Map.of("QUARKUS_MANAGEMENT_PORT", "");
        try (PackagedRegistry first = PackagedRegistry.start(folder, usual);
                PackagedRegistry second = PackagedRegistry.start(other, usual)) {
            String address = second.awaitOutput("/q/metrics").output().replaceAll("(?s).*management +(\\S+)/q/health.*", "$1");

            assertThat(first.output()).contains("/q/metrics").doesNotContain(address + "/");
            assertThat(address).isNotEqualTo("http://localhost:9000");
            assertThat(RegistryClient.stranger(URI.create(address)).get("/q/health/ready").is(200).text())
                    .contains("available");
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            try {
                Thread.sleep(100);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }
}
