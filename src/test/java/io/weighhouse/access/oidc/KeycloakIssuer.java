package io.weighhouse.access.oidc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Keycloak as an issuer: a client for each wish, whose mappers write the claims, and tokens by its client credentials. */
final class KeycloakIssuer implements TokenIssuer {

    private static final String REALM = "weighhouse";
    private static final String SECRET = "secret-of-the-tests";

    private final String server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger number = new AtomicInteger();

    KeycloakIssuer(String server) {
        this.server = server;
        create("/admin/realms", new JsonObject().put("realm", REALM).put("enabled", true));
    }

    @Override
    public String address() {
        return server + "/realms/" + REALM;
    }

    @Override
    public String token(TokenWish wish) {
        return answer(wish).getString("access_token");
    }

    @Override
    public String idToken(TokenWish wish) {
        return answer(wish).getString("id_token");
    }

    private JsonObject answer(TokenWish wish) {
        String client = "client-" + number.incrementAndGet();
        create("/admin/realms/" + REALM + "/clients", new JsonObject()
                .put("clientId", client).put("secret", SECRET).put("publicClient", false)
                .put("serviceAccountsEnabled", true).put("standardFlowEnabled", false)
                .put("attributes", new JsonObject()
                        .put("access.token.lifespan", Long.toString(wish.lifetime().toSeconds()))
                        .put("access.token.signed.response.alg", wish.algorithm()))
                .put("protocolMappers", new JsonArray()
                        .add(mapper("audience", "oidc-audience-mapper", Map.of("included.custom.audience", wish.audience())))
                        .add(claim(GRANTS_CLAIM, wish.grants()))
                        .add(claim("groups", wish.groups()))));
        return token(address(), Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", SECRET,
                "scope", "openid"));
    }

    private static JsonObject claim(String name, List<String> values) {
        return mapper(name, "oidc-hardcoded-claim-mapper", Map.of("claim.name", name, "jsonType.label", "JSON",
                "claim.value", new JsonArray(values).encode()));
    }

    private static JsonObject mapper(String name, String kind, Map<String, String> config) {
        JsonObject all = new JsonObject().put("access.token.claim", "true").put("id.token.claim", "true");
        config.forEach(all::put);
        return new JsonObject().put("name", name).put("protocol", "openid-connect").put("protocolMapper", kind)
                .put("config", all);
    }

    @Override
    public void rotateKeys() {
        int priority = 1000 + number.incrementAndGet();
        create("/admin/realms/" + REALM + "/components", new JsonObject().put("name", "key-" + priority)
                .put("providerId", "rsa-generated").put("providerType", "org.keycloak.keys.KeyProvider")
                .put("config", new JsonObject().put("priority", new JsonArray().add(Integer.toString(priority)))
                        .put("enabled", new JsonArray().add("true")).put("active", new JsonArray().add("true"))
                        .put("algorithm", new JsonArray().add("RS256"))));
    }

    private void create(String path, JsonObject what) {
        send(HttpRequest.newBuilder(URI.create(server + path)).header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + adminToken()).POST(BodyPublishers.ofString(what.encode())), 201);
    }

    private String adminToken() {
        return token(server + "/realms/master", Map.of("grant_type", "password", "client_id", "admin-cli", "username",
                KeycloakServer.USER, "password", KeycloakServer.PASSWORD)).getString("access_token");
    }

    private JsonObject token(String realm, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new JsonObject(send(HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(body)), 200));
    }

    private String send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                throw new IllegalStateException(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
