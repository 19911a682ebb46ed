package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Looking at models and versions, and finding them. */
@QuarkusTest
class FindTest extends HttpSuite {

    private static final String MODELS = "/api/v1/models";

    private String namespace;

    @BeforeEach
    void ownNamespace() {
        namespace = model.replace("suite/", "");
    }

    private void save(String nameAndQuery, TinyModel tiny) {
        admin.save("/models/" + namespace + "/" + nameAndQuery, tiny).is(201);
    }

    private Answer patch(String name, String members, String match) {
        return admin.send("PATCH", MODELS + "/" + namespace + "/" + name, BodyPublishers.ofString(members), "Content-Type",
                "application/json", "If-Match", match);
    }

    private Answer delete(String path) {
        return admin.send("DELETE", path, BodyPublishers.noBody());
    }

    private List<String> found(String query) {
        return found(admin, query);
    }

    private List<String> found(RegistryClient client, String query) {
        return page(client, MODELS + "?namespace=" + namespace + query).getList("items.name");
    }

    private static JsonPath page(RegistryClient client, String url) {
        return client.get(url).is(200).json();
    }

    private static TinyModel withLayer(String layer, long seed) {
        return TinyModel.of(
                "{\"modelTopology\":{\"class_name\":\"Sequential\",\"config\":{\"name\":\"m\",\"layers\":[{\"class_name\":\""
                        + layer + "\",\"config\":{\"name\":\"l\"}}]}},\"format\":\"layers-model\",\"weightsManifest\":"
                        + TinyModel.manifest("w.bin", 1) + "}")
                .with("w.bin", TinyModel.bytes(4, seed));
    }

    @Test
    void aModelIsShownAsTheContractHasIt() {
        save("mnist?visibility=public", TinyModel.dense(1));

        Answer answer = admin.get(MODELS + "/" + namespace + "/mnist").is(200);

        JsonPath shown = answer.json();
        assertThat(shown.getMap("").keySet()).map(Object::toString).containsExactly("model", "namespace", "name", "description",
                "labels", "visibility",
                "default", "keep", "latest", "versions", "createdAt", "updatedAt");
        assertThat(shown.getString("model")).isEqualTo(namespace + "/mnist");
        assertThat(shown.getString("visibility")).isEqualTo("public");
        assertThat(shown.getInt("latest")).isEqualTo(1);
        admin.get(MODELS + "/" + namespace + "/mnist", "If-None-Match", answer.header("ETag").orElseThrow()).isEmpty(304);
        assertThat(stranger.get(MODELS + "/" + namespace + "/mnist").is(200).text()).isEqualTo(answer.text());
        patch("mnist", "{\"description\":\"digits\"}", answer.header("ETag").orElseThrow()).is(200);
    }

    @Test
    void aVersionIsShownByItsNumberDigestAndAlias() {
        admin.save("/models/" + namespace + "/m?alias=best&labels=stage=test", TinyModel.dense(2)).is(201);

        Answer byNumber = admin.get(MODELS + "/" + namespace + "/m/versions/1").is(200);

        JsonPath shown = byNumber.json();
        assertThat(shown.getMap("").keySet()).map(Object::toString)
                .contains("model", "version", "digest", "format", "modelArtifactsInfo", "files",
                        "links", "labels", "description", "createdAt", "createdBy", "generatedBy", "aliases")
                .doesNotContain("created");
        assertThat(shown.getString("labels.stage")).isEqualTo("test");
        assertThat(shown.getList("aliases")).isEqualTo(List.of("best"));
        assertThat(shown.getString("links.bundle")).endsWith("/models/" + namespace + "/m/1/bundle.zip");
        for (String ref : List.of("@best", "@latest", shown.getString("digest"))) {
            assertThat(admin.get(MODELS + "/" + namespace + "/m/versions/" + ref).is(200).text()).isEqualTo(byNumber.text());
        }
        admin.get(MODELS + "/" + namespace + "/m/versions/2").isProblem(404, "not-found");
    }

    @Test
    void strangersFindOnlyWhatIsPublic() {
        save("open?visibility=public", TinyModel.dense(3));
        save("closed", TinyModel.dense(4));

        assertThat(found("")).containsExactlyInAnyOrder("open", "closed");
        assertThat(found(stranger, "")).containsExactly("open");
        for (String path : List.of("", "/versions", "/versions/1")) {
            assertThat(stranger.get(MODELS + "/" + namespace + "/closed" + path).isProblem(401, "unauthenticated").text())
                    .isEqualTo(stranger.get(MODELS + "/" + namespace + "/absent" + path).text().replace("absent", "closed"));
        }
        stranger.get("/api/v1/namespaces").isProblem(401, "unauthenticated");
    }

    @Test
    void filtersFindByWordFormatLayerAndLabel() {
        save("mobile-net", withLayer("Conv2D", 5));
        save("text-classifier", withLayer("LSTM", 6));
        patch("text-classifier",
                "{\"description\":\"Sorts *letters* by mood\",\"labels\":{\"team\":\"nlp\",\"stage\":\"a:b\"}}", "*").is(200);

        assertThat(found("&q=NET")).containsExactly("mobile-net");
        assertThat(found("&q=class%20let")).containsExactly("text-classifier");
        assertThat(found("&q=let%20net")).isEmpty();
        assertThat(found("&q=%27%29%3B--")).isEmpty();
        assertThat(found("&layer=LSTM")).containsExactly("text-classifier");
        assertThat(found("&format=layers-model")).hasSize(2);
        assertThat(found("&format=graph-model")).isEmpty();
        assertThat(found("&label=team:nlp")).containsExactly("text-classifier");
        assertThat(found("&label=team:nlp&label=stage:a:b")).containsExactly("text-classifier");
        assertThat(found("&label=team:vision")).isEmpty();
        assertThat(found("&q=mood&layer=LSTM&label=team:nlp&format=layers-model&sort=name")).containsExactly("text-classifier");
    }

    @Test
    void aLayerIsFoundAsLongAsAVersionHasIt() {
        save("m", withLayer("Conv2D", 7));
        save("m", withLayer("GRU", 8));

        assertThat(found("&layer=Conv2D")).containsExactly("m");
        assertThat(found("&layer=GRU")).containsExactly("m");

        delete(MODELS + "/" + namespace + "/m/versions/1").is(200);

        assertThat(found("&layer=Conv2D")).isEmpty();
        assertThat(found("&layer=GRU")).containsExactly("m");
        delete(MODELS + "/" + namespace + "/m").is(200);
        assertThat(found("")).isEmpty();
        save("m", withLayer("LSTM", 9));
        assertThat(found("&layer=GRU")).isEmpty();
        assertThat(found("&layer=LSTM")).containsExactly("m");
    }

    @ParameterizedTest
    @ValueSource(strings = { "name", "-updatedAt" })
    void pagesMissAndRepeatNothingThatStoodStillWhileOthersPublish(String sort) {
        List<String> names = IntStream.range(10, 31).mapToObj(i -> "m" + i).toList();
        names.forEach(name -> save(name, TinyModel.dense(name.hashCode())));
        save("busy", TinyModel.dense(1));
        AtomicBoolean going = new AtomicBoolean(true);
        CompletableFuture<Integer> publishing = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            while (going.get()) {
                save("busy", TinyModel.dense(1_000 + count++));
            }
            return count;
        });

        List<String> seen = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonPath page = page(admin, MODELS + "?namespace=" + namespace + "&limit=2&sort=" + sort + next);
            seen.addAll(page.getList("items.name", String.class));
            next = page.getString("next") == null ? null : "&after=" + page.getString("next");
        }
        going.set(false);

        assertThat(publishing.join()).isPositive();
        assertThat(seen.stream().filter(name -> !name.equals("busy"))).containsExactlyInAnyOrderElementsOf(names);
        assertThat(seen.stream().filter(name -> !name.equals("busy")).toList())
                .isSortedAccordingTo(sort.equals("name") ? java.util.Comparator.<String> naturalOrder()
                        : java.util.Comparator.<String> reverseOrder());
    }

    @Test
    void versionsComeNewestFirstPageByPage() {
        for (int i = 1; i <= 5; i++) {
            save("m", TinyModel.dense(20 + i));
        }
        delete(MODELS + "/" + namespace + "/m/versions/3").is(200);
        String url = MODELS + "/" + namespace + "/m/versions";

        JsonPath first = page(admin, url + "?limit=2");
        JsonPath second = page(admin, url + "?limit=2&after=" + first.getString("next"));

        assertThat(first.getList("items.version", Integer.class)).containsExactly(5, 4);
        assertThat(second.getList("items.version", Integer.class)).containsExactly(2, 1);
        assertThat(second.getString("next")).isNull();
        assertThat(second.getString("items[1].files[0].path")).isEqualTo("model.weights.bin");
    }

    @Test
    void namespacesAreListedByName() {
        save("m", TinyModel.dense(30));

        JsonPath page = page(admin, "/api/v1/namespaces?limit=200");

        assertThat(page.getList("items.namespace", String.class)).contains(namespace).isSorted();
    }

    @ParameterizedTest
    @CsvSource({ "limit=0", "limit=201", "limit=ten", "after=%00", "after=!", "after=bm8", "sort=size", "label=team",
            "label=:x",
            "q=a%00", "format=%00", "namespace=No" })
    void badQuestionsAreRefused(String query) {
        Answer answer = admin.get(MODELS + "?" + query);

        answer.isProblem(400, query.startsWith("namespace") ? "invalid-name" : "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/api/v1/models", "/api/v1/namespaces", "/api/v1/models/a/b/versions" })
    void listsAreOnlyRead(String path) {
        assertThat(delete(path).isProblem(405, "method-not-allowed").header("Allow")).contains("GET, HEAD");
    }
}
