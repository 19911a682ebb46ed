package io.weighhouse.serving;

import java.util.List;
import java.util.Optional;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.weighhouse.catalog.Digest;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.storage.ByteRange;

/** The head of an answer that carries a file: validators, digests, ranges, freshness. */
record FileAnswer(HttpServerRequest request, Representation file, Freshness freshness) {

    private static final CharSequence REPR_DIGEST = HttpHeaders.createOptimized("Repr-Digest");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final CharSequence BYTES = HttpHeaders.createOptimized("bytes");
    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NOTHING_RUNS = HttpHeaders.createOptimized("default-src 'none'; sandbox");

    /** Answers 304 where the client has these bytes already. */
    boolean answeredNotModified() {
        if (!isNotModified()) {
            return false;
        }
        putCommon(wantsGzip() ? file.tag().gzipped() : file.tag().plain()).setStatusCode(304).end();
        return true;
    }

    boolean isNotModified() {
        return list(HttpHeaders.IF_NONE_MATCH).filter(file.tag()::isAmong).isPresent();
    }

    /** Whether the answer is to be compressed: JSON, where the client likes it and asks for no range. */
    boolean wantsGzip() {
        return file.compressible() && request.getHeader("Range") == null
                && list(HttpHeaders.ACCEPT_ENCODING).filter(AcceptEncoding::acceptsGzip).isPresent();
    }

    /** The lines of a header are one list (RFC 9110, 5.3). */
    private Optional<String> list(CharSequence name) {
        List<String> lines = request.headers().getAll(name);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines));
    }

    /** The range to send, empty for all of it; one outside the file is refused. HEAD knows no ranges. */
    Optional<ByteRange> range() {
        return isHead() ? Optional.empty() : RangeHeader.of(request.headers(), file.tag(), file.size());
    }

    /** False where the wanted range lies outside the file. */
    boolean isSatisfiable() {
        try {
            range();
            return true;
        } catch (RegistryException outside) {
            return false;
        }
    }

    boolean isHead() {
        return request.method() == HttpMethod.HEAD;
    }

    /** Head of the whole file, or of one range of it. */
    HttpServerResponse begin(Optional<ByteRange> range) {
        HttpServerResponse response = put(file.tag().plain(), file.digest(),
                range.map(ByteRange::length).orElse(file.size()));
        range.ifPresent(part -> response.setStatusCode(206)
                .putHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size()));
        return response;
    }

    /** Head of the gzipped form. */
    HttpServerResponse begin(ReadyFile.Gzipped form) {
        return put(file.tag().gzipped(), Optional.of(form.digest()), form.bytes().length())
                .putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
    }

    private HttpServerResponse put(String entityTag, Optional<Digest> sent, long length) {
        HttpServerResponse response = putCommon(entityTag)
                .putHeader(HttpHeaders.CONTENT_TYPE, file.contentType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length))
                .putHeader(HttpHeaders.ACCEPT_RANGES, BYTES)
                .putHeader(CONTENT_SECURITY_POLICY, NOTHING_RUNS);
        sent.ifPresent(digest -> response.putHeader(REPR_DIGEST, digest.reprDigest()));
        return response;
    }

    private HttpServerResponse putCommon(String entityTag) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.ETAG, entityTag)
                .putHeader(HttpHeaders.CACHE_CONTROL, freshness.cacheControl());
        if (file.compressible()) {
            response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        return response;
    }
}
