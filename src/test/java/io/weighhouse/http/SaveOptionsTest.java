package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.embedded.PostgresResource;

/** What a save may ask for beside its bytes: an alias, labels, a description. */
@QuarkusTest
class SaveOptionsTest extends HttpSuite {

    @Test
    void movesAnAliasToItsVersion() {
        saveWith(TinyModel.dense(1), "X-Model-Alias", "production").is(201);
        admin.save("/models/" + model + "?alias=production", TinyModel.dense(2)).is(201);

        assertThat(standing("production")).isEqualTo(2);
        assertThat(admin.get(alias("production") + "/history").json().getList("items.from")).containsExactly(1, null);
    }

    @Test
    void theHeaderCountsMoreThanTheQuery() {
        admin.with("X-Model-Alias", "a").save("/models/" + model + "?alias=b", TinyModel.dense(1)).is(201);

        assertThat(standing("a")).isEqualTo(1);
        admin.get(alias("b")).isProblem(404, "not-found");
    }

    @Test
    void movesTheAliasAlsoWhereTheBytesAreThereAlready() {
        save(TinyModel.dense(1)).is(201);

        Answer again = saveWith(TinyModel.dense(1), "X-Model-Alias", "p").is(200);

        assertThat(again.json().getBoolean("created")).isFalse();
        assertThat(standing("p")).isEqualTo(1);
        saveWith(TinyModel.dense(1), "X-Model-Alias", "p", "X-Model-Alias-If", "1").is(200);
        saveWith(TinyModel.dense(1), "X-Model-Alias", "p", "X-Model-Alias-If", "none").isProblem(412, "precondition-failed");
    }

    @Test
    void movesAnAliasOnlyFromWhereItMustStand() throws Exception {
        saveWith(TinyModel.dense(1), "X-Model-Alias", "p", "X-Model-Alias-If", "1").isProblem(412, "precondition-failed");
        saveWith(TinyModel.dense(1), "X-Model-Alias", "p", "X-Model-Alias-If", "none").is(201);
        saveWith(TinyModel.dense(2), "X-Model-Alias", "p", "X-Model-Alias-If", "none").isProblem(412, "precondition-failed");
        saveWith(TinyModel.dense(2), "X-Model-Alias", "p", "X-Model-Alias-If", "2").isProblem(412, "precondition-failed");
        admin.save("/models/" + model + "?alias=p&alias-if=1", TinyModel.dense(2)).is(201);

        assertThat(standing("p")).isEqualTo(2);
        assertThat(versions()).isEqualTo(2);
    }

    @Test
    void refusesBeforeTheBodyWhereTheAliasStandsElsewhere() throws IOException {
        try (RawConnection connection = new RawConnection(base)) {
            connection.send("POST /models/" + model + "?alias=p&alias-if=3 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + PostgresResource.ADMIN_KEY + "\r\nContent-Type: " + TinyModel.CONTENT_TYPE
                    + "\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n");

            assertThat(connection.receiveSome(Duration.ofSeconds(10))).startsWith("HTTP/1.1 412 ");
        }
    }

    @Test
    void ofConcurrentSavesOnlyOneMovesTheAliasFromNowhere() throws Exception {
        var answers = IntStream.range(0, 8).parallel()
                .mapToObj(seed -> saveWith(TinyModel.dense(seed), "X-Model-Alias", "p", "X-Model-Alias-If", "none").status())
                .toList();

        assertThat(answers).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 412);
        assertThat(versions()).isEqualTo(1);
        assertThat(standing("p")).isEqualTo(1);
    }

    @Test
    void labelsAndDescriptionAreThoseOfTheNewVersion() throws Exception {
        saveWith(TinyModel.dense(1), "X-Model-Labels", "stage=gr%C3%BCn%2C bereit, run=a=b,empty=", "X-Model-Description",
                "a%0Ab")
                .is(201);
        admin.save("/models/" + model + "?labels=k%3Dv&description=d", TinyModel.dense(2)).is(201);
        saveWith(TinyModel.dense(2), "X-Model-Labels", "other=x").is(200);

        assertThat(column(ofVersions("labels"))).containsExactlyInAnyOrder(
                "{\"run\": \"a=b\", \"empty\": \"\", \"stage\": \"grün, bereit\"}", "{\"k\": \"v\"}");
        assertThat(column(ofVersions("description"))).containsExactly("a\nb", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = { "X-Model-Alias: latest", "X-Model-Alias: Not A Name", "X-Model-Alias: " })
    void namesOfAliasesKeepTheirRule(String header) throws Exception {
        saveWith(TinyModel.dense(1), header.split(": ")[0], header.substring(header.indexOf(':') + 1).strip())
                .isProblem(400, "invalid-name");

        assertThat(versions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "a", "=b", "A=b", "a=b,", ",a=b", "a=b,a=c", "a=%00", "a=b,,c=d", "-a=b", "a b=c" })
    void labelsKeepTheirRule(String labels) throws Exception {
        saveWith(TinyModel.dense(1), "X-Model-Labels", labels).isProblem(400, "malformed-request");

        assertThat(versions()).isZero();
    }

    @Test
    void labelsHaveTheirLimits() {
        saveWith(TinyModel.dense(1), "X-Model-Labels", "a=" + "x".repeat(255)).is(201);
        saveWith(TinyModel.dense(2), "X-Model-Labels", "a=" + "x".repeat(256)).isProblem(400, "malformed-request");
        saveWith(TinyModel.dense(2), "X-Model-Labels", "a".repeat(64) + "=x").isProblem(400, "malformed-request");
        saveWith(TinyModel.dense(2), "X-Model-Labels", "").is(201);
    }

    @Test
    void aConditionWithoutAnAliasMeansNothing() {
        for (String condition : List.of("none", "1")) {
            saveWith(TinyModel.dense(1), "X-Model-Alias-If", condition).isProblem(400, "malformed-request");
        }
        for (String condition : List.of("0", "-1", "latest", "1.0", "", "99999999999")) {
            saveWith(TinyModel.dense(1), "X-Model-Alias", "p", "X-Model-Alias-If", condition)
                    .isProblem(400, "malformed-request");
        }
    }

    private Answer saveWith(TinyModel tiny, String... headers) {
        RegistryClient client = admin;
        for (int index = 0; index < headers.length; index += 2) {
            client = client.with(headers[index], headers[index + 1]);
        }
        return client.save("/models/" + model, tiny);
    }

    private int standing(String name) {
        return admin.get(alias(name)).is(200).json().getInt("version");
    }

    private String alias(String name) {
        return "/api/v1/models/" + model + "/aliases/" + name;
    }

    private String ofVersions(String column) {
        return "select v." + column + " from version v join model m on m.id = v.model_id where m.name = '"
                + model.substring(model.indexOf('/') + 1) + "'";
    }
}
