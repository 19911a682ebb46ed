package io.weighhouse.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Speaks HTTP with a registry, as its administrator or as a stranger. Every answer is held against the OpenAPI document. */
public final class RegistryClient {

    /** For a machine that does other things; where something has to be quick, its test says so. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A page that is none of the registry's own. */
    public static final String ORIGIN = "https://elsewhere.example";

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final List<String> headers;

    private RegistryClient(URI base, List<String> headers) {
        this.base = base;
        this.headers = List.copyOf(headers);
    }

    public static RegistryClient stranger(URI base) {
        return from(base, ORIGIN);
    }

    /** A page of that origin. */
    public static RegistryClient from(URI base, String origin) {
        return noPage(base).with("Origin", origin);
    }

    /** A client that is no browser. */
    public static RegistryClient noPage(URI base) {
        return new RegistryClient(base, List.of());
    }

    public static RegistryClient admin(URI base, String key) {
        return stranger(base).with("Authorization", "Bearer " + key);
    }

    /** The same client, which sends this header too. */
    public RegistryClient with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.addAll(List.of(name, value));
        return new RegistryClient(base, more);
    }

    public URI base() {
        return base;
    }

    public Answer save(String path, TinyModel model) {
        return send("POST", path, BodyPublishers.ofByteArray(model.body()), "Content-Type", TinyModel.CONTENT_TYPE);
    }

    public Answer get(String path, String... extra) {
        return send("GET", path, BodyPublishers.noBody(), extra);
    }

    public Answer head(String path, String... extra) {
        return send("HEAD", path, BodyPublishers.noBody(), extra);
    }

    public Answer send(String method, String path, BodyPublisher body, String... extra) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).method(method, body)
                    .timeout(PATIENCE);
            headersAnd(extra).forEach(header -> request.header(header.get(0), header.get(1)));
            Answer answer = new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
            Conformity.check(method, answer.response().uri().getRawPath(), answer);
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException(method + " " + path, failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private List<List<String>> headersAnd(String... extra) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of(extra));
        List<List<String>> pairs = new ArrayList<>();
        for (int index = 0; index < all.size(); index += 2) {
            pairs.add(all.subList(index, index + 2));
        }
        return pairs;
    }
}
