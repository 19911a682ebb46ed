package io.weighhouse.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a script of the JavaScript clients reported: one JSON line a check, then a summary. */
final class ClientReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProgramRun run;
    private final List<JsonNode> lines;

    ClientReport(ProgramRun run) {
        this.run = run;
        this.lines = run.output().lines().filter(line -> line.startsWith("{\"")).map(ClientReport::parse).toList();
    }

    /** One test a check, and one that the script came to its end and counted as many checks as arrived here. */
    Stream<DynamicTest> tests() {
        return Stream.concat(checks().map(ClientReport::testOf),
                Stream.of(DynamicTest.dynamicTest("the script comes to its end", this::requireEnd)));
    }

    private Stream<JsonNode> checks() {
        return lines.stream().filter(line -> line.has("check"));
    }

    private void requireEnd() {
        assertThat(run.outOfTime()).as(run::ending).isFalse();
        assertThat(lines).as(run::ending).isNotEmpty();
        JsonNode summary = lines.get(lines.size() - 1).path("summary");
        assertThat(summary.path("checks").asLong()).as(run::ending).isPositive().isEqualTo(checks().count());
        assertThat(run.exitCode()).as(run::ending).isEqualTo(summary.path("failed").asInt() == 0 ? 0 : 1);
    }

    private static DynamicTest testOf(JsonNode check) {
        String sentence = check.path("check").asText();
        return DynamicTest.dynamicTest(sentence, () -> assertThat(check.path("ok").asBoolean())
                .withFailMessage(() -> sentence + ": " + check.path("error").asText()).isTrue());
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Not a line of a report: " + line, e);
        }
    }
}
