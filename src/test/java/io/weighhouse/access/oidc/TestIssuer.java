package io.weighhouse.access.oidc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.vertx.core.json.JsonObject;

/** An issuer of the tests' own: discovery and keys over HTTP, tokens of any kind, moods of any kind. */
public final class TestIssuer implements TokenIssuer, AutoCloseable {

    /** How it answers. */
    enum Mood {
        WELL,
        BROKEN,
        SILENT
    }

    private final int port;
    private final AtomicInteger discoveries = new AtomicInteger();
    private final AtomicInteger keyFetches = new AtomicInteger();
    private final AtomicInteger strayRequests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile List<PublicJsonWebKey> keys = freshKeys();
    private volatile Mood mood = Mood.WELL;
    private HttpServer server;

    /** Its port is known, but nobody listens there until it is opened. */
    TestIssuer() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    TestIssuer open() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, 404, "{}", strayRequests));
        server.createContext("/realm/.well-known/openid-configuration", exchange -> answer(exchange, 200,
                new JsonObject().put("issuer", address()).put("jwks_uri", address() + "/keys").encode(), discoveries));
        server.createContext("/realm/keys", exchange -> answer(exchange, 200,
                new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY), keyFetches));
        server.start();
        return this;
    }

    private void answer(HttpExchange exchange, int status, String json, AtomicInteger count) throws IOException {
        count.incrementAndGet();
        try (exchange) {
            while (mood == Mood.SILENT) {
                Thread.sleep(10);
            }
            byte[] body = (mood == Mood.BROKEN ? "<h1>Bad Gateway</h1>" : json).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(mood == Mood.BROKEN ? 502 : status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    void become(Mood other) {
        mood = other;
    }

    int discoveries() {
        return discoveries.get();
    }

    int keyFetches() {
        return keyFetches.get();
    }

    /** Requests that no registry has a reason to make. */
    int strayRequests() {
        return strayRequests.get();
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + port + "/realm";
    }

    @Override
    public void rotateKeys() {
        keys = freshKeys();
    }

    private static List<PublicJsonWebKey> freshKeys() {
        try {
            return List.of(named(RsaJwkGenerator.generateJwk(2048)), named(EcJwkGenerator.generateJwk(EllipticCurves.P256)));
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static PublicJsonWebKey named(PublicJsonWebKey key) {
        key.setKeyId(UUID.randomUUID().toString());
        key.setUse("sig");
        return key;
    }

    PublicJsonWebKey key(String algorithm) {
        return keys.get(algorithm.startsWith("ES") ? 1 : 0);
    }

    @Override
    public String token(TokenWish wish) {
        return signed(claims(wish), key(wish.algorithm()), wish.algorithm());
    }

    @Override
    public String idToken(TokenWish wish) {
        JwtClaims claims = claims(wish);
        claims.setClaim("typ", "ID");
        return signed(claims);
    }

    /** What a token of that wish says, to be changed. */
    JwtClaims claims(TokenWish wish) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(address());
        claims.setSubject("holder-" + UUID.randomUUID());
        claims.setAudience(wish.audience());
        claims.setIssuedAtToNow();
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + wish.lifetime().toSeconds()));
        claims.setStringListClaim(GRANTS_CLAIM, wish.grants());
        claims.setStringListClaim("groups", wish.groups());
        return claims;
    }

    String signed(JwtClaims claims) {
        return signed(claims, key("RS256"), "RS256");
    }

    static String signed(JwtClaims claims, PublicJsonWebKey key, String algorithm) {
        return signed(claims.toJson(), key, algorithm);
    }

    static String signed(String payload, PublicJsonWebKey key, String algorithm, String... headers) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(payload);
        jws.setKey(key.getPrivateKey());
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setAlgorithmHeaderValue(algorithm);
        for (int index = 0; index < headers.length; index += 2) {
            jws.setHeader(headers[index], headers[index + 1]);
        }
        try {
            return jws.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        mood = Mood.WELL;
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }
}
