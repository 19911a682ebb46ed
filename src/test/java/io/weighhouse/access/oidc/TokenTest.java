package io.weighhouse.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.weighhouse.http.Answer;
import io.weighhouse.http.TinyModel;

/** Tokens that only an issuer of the tests' own gives, and an issuer that is not well. */
@QuarkusTest
@WithTestResource(IssuerResource.class)
class TokenTest extends TokenSuite {

    private static final TokenWish ADMIN = TokenWish.granting("*:admin");

    @Override
    TestIssuer issuer() {
        return IssuerResource.issuer();
    }

    @AfterEach
    void beWell() {
        issuer().become(TestIssuer.Mood.WELL);
    }

    @Test
    void badTokensAreRefusedAndNothingInThemIsAsked() throws Exception {
        holder(ADMIN).get(WHOAMI).is(200);

        badTokens().forEach((kind, token) -> {
            Answer answer = holder(token).get(WHOAMI);
            assertThat(answer.status()).as(kind).isEqualTo(401);
            isRefused(token);
        });

        assertThat(issuer().strayRequests()).isZero();
        holder(ADMIN).save("/models/" + model, TinyModel.dense(1)).is(201);
    }

    private Map<String, String> badTokens() throws Exception {
        PublicJsonWebKey foreign = RsaJwkGenerator.generateJwk(2048);
        foreign.setKeyId(issuer().key("RS256").getKeyId());
        Map<String, String> bad = new TreeMap<>();
        bad.put("of another issuer", changed(claims -> claims.setIssuer(issuer().address() + "/")));
        bad.put("of no issuer", changed(claims -> claims.unsetClaim("iss")));
        bad.put("for no audience", changed(claims -> claims.unsetClaim("aud")));
        bad.put("not yet valid", changed(claims -> claims.setNotBefore(secondsFromNow(60))));
        bad.put("expired", changed(claims -> claims.setExpirationTime(secondsFromNow(-1))));
        bad.put("without an end", changed(claims -> claims.unsetClaim("exp")));
        bad.put("with an end that is no number", changed(claims -> claims.setClaim("exp", "never")));
        bad.put("without a subject", changed(claims -> claims.unsetClaim("sub")));
        bad.put("with a subject that holds NUL", changed(claims -> claims.setSubject("a\u0000b")));
        bad.put("with a subject that breaks lines", changed(claims -> claims.setSubject("a\nb")));
        bad.put("with a subject without end", changed(claims -> claims.setSubject("x".repeat(300))));
        bad.put("with several subjects", changed(claims -> claims.setStringListClaim("sub", "a", "b")));
        bad.put("of who logged in, as Keycloak says it", changed(claims -> claims.setClaim("typ", "ID")));
        bad.put("to refresh", changed(claims -> claims.setClaim("typ", "Refresh")));
        bad.put("of who logged in", changed(claims -> claims.setClaim("at_hash", "MTIzNDU2Nzg5MDEyMzQ1Ng")));
        bad.put("bound to a key", changed(claims -> claims.setClaim("cnf", Map.of("jkt", "x"))));
        bad.put("to log out", typed("logout+jwt"));
        bad.put("with a header that must be understood", TestIssuer.signed(issuer().claims(ADMIN).toJson(),
                issuer().key("RS256"), "RS256", "crit", "exp"));
        bad.put("signed with the public key as a secret", sealedWithPublicKey());
        bad.put("signed by another's key", TestIssuer.signed(issuer().claims(ADMIN), foreign, "RS256"));
        bad.put("that names where its key is", namesItsKey(foreign));
        bad.put("of 15 KiB", changed(claims -> {
            claims.setClaim("much", "x".repeat(11_000));
            claims.setAudience("elsewhere");
        }));
        for (String garbage : List.of("x", "a.b.c", "..", "a..c", "e30.e30.AA", "a.b.c.d.e", "\u00ff.\u00ff.\u00ff", "wh_",
                "null",
                "eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.AA", text(new JsonObject().put("alg", 7)) + ".e30.AA",
                text(new JsonObject().put("alg", "RS256").put("kid", List.of())) + ".e30.AA")) {
            bad.put("garbage: " + garbage, garbage);
        }
        return bad;
    }

    private String typed(String type) {
        return TestIssuer.signed(issuer().claims(ADMIN).toJson(), issuer().key("RS256"), "RS256", "typ", type);
    }

    /** What everybody can make who has the issuer's public key, where a verifier lets the token choose the algorithm. */
    private String sealedWithPublicKey() throws JoseException {
        PublicJsonWebKey key = issuer().key("RS256");
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(issuer().claims(ADMIN).toJson());
        jws.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setAlgorithmHeaderValue("HS256");
        return jws.getCompactSerialization();
    }

    @ParameterizedTest
    @ValueSource(strings = { "JWT", "jwt", "at+jwt", "application/at+jwt" })
    void accessTokensSayWhatTheyAreInMoreThanOneWay(String type) {
        holder(typed(type)).get(WHOAMI).is(200);
    }

    @Test
    void nobodyCanTakeTheNameOfAnotherKindOfCaller() {
        for (String name : List.of("admin", "anonymous", "key:1", "link:1", "oidc:x")) {
            JwtClaims claims = issuer().claims(ADMIN);
            claims.setSubject(name);

            Answer whoami = holder(issuer().signed(claims)).get(WHOAMI).is(200);

            assertThat(whoami.json().getString("caller")).isEqualTo("oidc:" + name);
        }
    }

    private String changed(Consumer<JwtClaims> change) {
        JwtClaims claims = issuer().claims(ADMIN);
        change.accept(claims);
        return issuer().signed(claims);
    }

    private static NumericDate secondsFromNow(int seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() + seconds);
    }

    private String namesItsKey(PublicJsonWebKey foreign) {
        String trap = issuer().address().replace("/realm", "/trap");
        return TestIssuer.signed(issuer().claims(ADMIN).toJson(), foreign, "RS256", "jku", trap, "x5u", trap);
    }

    @Test
    void aTokenOf100KiBIsRefused() {
        Answer answer = holder(changed(claims -> claims.setClaim("much", "x".repeat(76_000)))).get(WHOAMI);

        assertThat(answer.status()).isIn(401, 431);
    }

    @Test
    void aServiceAccountIsKnownByItsSubject() {
        JwtClaims claims = issuer().claims(TokenWish.granting());
        claims.setSubject("system:serviceaccount:ml:builder");

        Answer whoami = holder(issuer().signed(claims)).get(WHOAMI).is(200);

        assertThat(whoami.json().getString("caller")).isEqualTo("oidc:system:serviceaccount:ml:builder");
        assertThat(whoami.json().getList("grants")).isEqualTo(List.of(Map.of("namespace", "ml", "permissions",
                List.of("publish"))));
    }

    @Test
    void unknownKeysDoNotMakeTheRegistryAskTheIssuerAgainAndAgain() throws Exception {
        holder(ADMIN).get(WHOAMI).is(200);
        int before = issuer().keyFetches();
        long start = System.nanoTime();

        List<CompletableFuture<Integer>> answers = together(100, number -> {
            PublicJsonWebKey unknown = unknownKey(number);
            return holder(TestIssuer.signed(issuer().claims(ADMIN), unknown, "RS256")).get(WHOAMI).status();
        });

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(401));
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        assertThat(issuer().keyFetches() - before).isLessThanOrEqualTo((int) seconds + 3);
    }

    private PublicJsonWebKey unknownKey(int number) {
        try {
            PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(issuer().key("RS256").toParams(
                    OutputControlLevel.INCLUDE_PRIVATE));
            key.setKeyId("unknown-" + number);
            return key;
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void callersWhoComeTogetherWithANewKeyAllGetIn() throws Exception {
        holder(ADMIN).get(WHOAMI).is(200);
        Thread.sleep(1_100); // the time between two looks at the keys
        issuer().rotateKeys();
        String token = issuer().token(ADMIN);

        List<CompletableFuture<Integer>> answers = together(50, number -> holder(token).get(WHOAMI).status());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
    }

    @Test
    void aWithdrawnKeyEnds() throws Exception {
        String token = issuer().token(ADMIN);
        holder(token).get(WHOAMI).is(200);

        issuer().rotateKeys();

        eventually(() -> holder(token).get(WHOAMI).status() == 401);
        assertThat(isRefused(token).text()).contains("key");
    }

    @Test
    void anIssuerThatIsAwayKeepsOutOnlyThoseWhoseKeyIsNew() throws Exception {
        String known = issuer().token(ADMIN);
        holder(known).get(WHOAMI).is(200);

        for (TestIssuer.Mood mood : List.of(TestIssuer.Mood.BROKEN, TestIssuer.Mood.SILENT)) {
            PublicJsonWebKey key = unknownKey(mood.ordinal() + 1000);
            String unknown = TestIssuer.signed(issuer().claims(ADMIN), key, "RS256");
            Thread.sleep(1_100); // the time between two looks at the keys
            issuer().become(mood);
            Answer away = holder(unknown).get(WHOAMI).isProblem(503, "issuer-unavailable");
            assertThat(away.header("Retry-After")).isPresent();
            assertThat(away.header("Access-Control-Allow-Origin")).contains("*");
            holder(known).get(WHOAMI).is(200);
            issuer().become(TestIssuer.Mood.WELL);
            eventually(() -> holder(unknown).get(WHOAMI).status() == 401);
        }
    }

    private static List<CompletableFuture<Integer>> together(int callers, IntFunction<Integer> call)
            throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            IntStream.range(0, callers)
                    .forEach(number -> answers.add(CompletableFuture.supplyAsync(() -> call.apply(number), pool)));
            answers.forEach(CompletableFuture::join);
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }
}
