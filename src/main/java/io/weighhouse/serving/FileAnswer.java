package io.weighhouse.serving;

import java.util.Optional;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.weighhouse.catalog.Digest;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.storage.ByteRange;

/**
 * The head of an answer that carries a file: validators, digests, ranges, freshness.
 *
 * @param digest of the file itself, which names it in {@code If-None-Match} and {@code If-Range}
 */
record FileAnswer(HttpServerRequest request, String contentType, Digest digest, long size, Freshness freshness) {

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
        putCommon(wantsGzip() ? EntityTag.ofGzip(digest) : EntityTag.of(digest)).setStatusCode(304).end();
        return true;
    }

    boolean isNotModified() {
        String ifNoneMatch = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        return ifNoneMatch != null && EntityTag.matches(ifNoneMatch, digest);
    }

    /** Whether the answer is to be compressed: JSON, where the client likes it and asks for no range. */
    boolean wantsGzip() {
        return isJson() && request.getHeader("Range") == null
                && AcceptEncoding.acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    }

    /** The range to send, empty for all of it; one outside the file is refused. HEAD knows no ranges. */
    Optional<ByteRange> range() {
        return isHead() ? Optional.empty() : RangeHeader.of(request.headers(), digest, size);
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
        HttpServerResponse response = put(EntityTag.of(digest), digest, range.map(ByteRange::length).orElse(size));
        range.ifPresent(part -> response.setStatusCode(206)
                .putHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size));
        return response;
    }

    /** Head of the gzipped form. */
    HttpServerResponse begin(ReadyFile.Gzipped form) {
        return put(EntityTag.ofGzip(digest), form.digest(), form.bytes().length())
                .putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
    }

    private HttpServerResponse put(String entityTag, Digest sent, long length) {
        return putCommon(entityTag)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length))
                .putHeader(HttpHeaders.ACCEPT_RANGES, BYTES)
                .putHeader(REPR_DIGEST, sent.reprDigest())
                .putHeader(CONTENT_SECURITY_POLICY, NOTHING_RUNS);
    }

    private HttpServerResponse putCommon(String entityTag) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.ETAG, entityTag)
                .putHeader(HttpHeaders.CACHE_CONTROL, freshness.cacheControl());
        if (isJson()) {
            response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        return response;
    }

    boolean isJson() {
        return contentType.equals(MediaTypes.JSON);
    }
}
