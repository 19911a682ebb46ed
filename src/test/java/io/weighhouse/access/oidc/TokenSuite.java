package io.weighhouse.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.json.JsonObject;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.Answer;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.StoreResource;
import io.weighhouse.http.TinyModel;

/** What a registry does with the tokens of an issuer; the same for the tests' own issuer and for a real Keycloak. */
@WithTestResource(PostgresResource.class)
@WithTestResource(StoreResource.class)
abstract class TokenSuite {

    static final String WHOAMI = "/api/v1/whoami";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TestHTTPResource
    URI base;

    RegistryClient stranger;
    String model;

    abstract TokenIssuer issuer();

    @BeforeEach
    void freshModel() {
        stranger = RegistryClient.stranger(base);
        model = "tokens/model-" + NAMES.incrementAndGet();
    }

    RegistryClient holder(String token) {
        return stranger.with("Authorization", "Bearer " + token);
    }

    RegistryClient holder(TokenWish wish) {
        return holder(issuer().token(wish));
    }

    static JsonObject partOf(String token, int part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(token.split("\\.")[part]), StandardCharsets.UTF_8));
    }

    static String text(JsonObject json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** Checks that a token is refused in the form that every client, and every page, can read. */
    Answer isRefused(String token) {
        Answer answer = holder(token).get(WHOAMI).isProblem(401, "unauthenticated");
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        return answer;
    }

    static void eventually(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    @Test
    void aTokenMayWhatItsClaimGrantsAndNoMore() {
        String token = issuer().token(TokenWish.granting("tokens:publish", "tokens:read", "not ours", "tokens:fly"));
        RegistryClient holder = holder(token);

        holder.save("/models/" + model, TinyModel.dense(1)).is(201);

        String name = "oidc:" + partOf(token, 1).getString("sub");
        Answer whoami = holder.get(WHOAMI).is(200);
        assertThat(whoami.json().getString("caller")).isEqualTo(name);
        assertThat(whoami.json().getList("grants")).isEqualTo(List.of(Map.of("namespace", "tokens", "permissions",
                List.of("read", "publish"))));
        assertThat(holder.get("/api/v1/models/" + model + "/versions/1").is(200).json().getString("createdBy")).isEqualTo(name);
        holder.get("/models/" + model + "/1/model.weights.bin").is(200);
        holder.send("DELETE", "/api/v1/models/" + model, BodyPublishers.noBody()).isProblem(403, "forbidden");
        holder.save("/models/elsewhere/x", TinyModel.dense(1)).isProblem(404, "not-found");
        stranger.get("/models/" + model + "/1/model.json").isProblem(401, "unauthenticated");
        holder(TokenWish.granting("elsewhere:read")).get("/models/" + model + "/1/model.json").isProblem(404, "not-found");
    }

    @Test
    void aRuleGrantsToAGroup() {
        Answer member = holder(TokenWish.granting().inGroups("staff", TokenIssuer.TEAM)).get(WHOAMI).is(200);
        Answer other = holder(TokenWish.granting().inGroups("staff", TokenIssuer.TEAM + "s")).get(WHOAMI).is(200);

        assertThat(member.json().getList("grants")).isEqualTo(List.of(Map.of("namespace", "vision", "permissions",
                List.of("read", "publish"))));
        assertThat(other.json().getList("grants")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "RS256", "ES256" })
    void takesSignaturesOfBothKinds(String algorithm) {
        String token = issuer().token(TokenWish.granting("*:admin").signedWith(algorithm));

        assertThat(partOf(token, 0).getString("alg")).isEqualTo(algorithm);
        holder(token).send("PUT", "/api/v1/namespaces/made-with-" + algorithm.toLowerCase(),
                BodyPublishers.ofString("{\"description\":null}"), "Content-Type", "application/json").is(201);
    }

    @Test
    void keysGoOnToWorkBesideTokens() {
        String token = issuer().token(TokenWish.granting("tokens:read"));
        RegistryClient admin = RegistryClient.admin(base, PostgresResource.ADMIN_KEY);

        admin.save("/models/" + model, TinyModel.dense(1)).is(201);

        stranger.with("X-API-Key", PostgresResource.ADMIN_KEY).get(WHOAMI).is(200);
        holder(token).get("/models/" + model + "/1/model.json").is(200);
        admin.with("X-API-Key", token).get(WHOAMI).isProblem(400, "ambiguous-credentials");
        stranger.with("X-API-Key", token).get(WHOAMI).isProblem(401, "unauthenticated");
        holder("wh_" + token).get(WHOAMI).isProblem(401, "unauthenticated");
    }

    @Test
    void aTokenForSomebodyElseIsRefused() {
        assertThat(isRefused(issuer().token(TokenWish.granting("*:admin").forAudience("elsewhere"))).text())
                .contains("audience");
    }

    @Test
    void whatSaysWhoLoggedInIsNoAccessToken() {
        String token = issuer().idToken(TokenWish.granting("*:admin"));

        assertThat(partOf(token, 1).getValue("aud").toString()).contains(TokenIssuer.AUDIENCE);
        assertThat(isRefused(token).text()).contains("no access token");
    }

    @Test
    void aTokenEndsWhenItSays() throws Exception {
        String token = issuer().token(TokenWish.granting("tokens:read").lasting(Duration.ofSeconds(2)));
        holder(token).get(WHOAMI).is(200);

        eventually(() -> holder(token).get(WHOAMI).status() == 401);

        assertThat(isRefused(token).text()).contains("expired");
    }

    @Test
    void nothingInATokenCanBeChanged() {
        String[] parts = issuer().token(TokenWish.granting("tokens:read")).split("\\.");
        JsonObject header = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
        JsonObject claims = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        String more = text(claims.copy().put(TokenIssuer.GRANTS_CLAIM, List.of("*:admin")));

        isRefused(parts[0] + "." + more + "." + parts[2]);
        isRefused(parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()));
        isRefused(text(header.copy().put("alg", "none")) + "." + parts[1] + "." + parts[2]);
        isRefused(text(header.copy().put("alg", "none")) + "." + parts[1] + ".");
        isRefused(text(header.copy().put("alg", "HS256")) + "." + parts[1] + "." + parts[2]);
    }

    @Test
    void aNewKeyOfTheIssuerCountsAtOnce() throws Exception {
        String before = issuer().token(TokenWish.granting("tokens:read"));
        holder(before).get(WHOAMI).is(200);
        Thread.sleep(1_100); // the time between two looks at the keys

        issuer().rotateKeys();
        String after = issuer().token(TokenWish.granting("tokens:read"));

        assertThat(partOf(after, 0).getString("kid")).isNotEqualTo(partOf(before, 0).getString("kid"));
        holder(after).get(WHOAMI).is(200);
    }
}
