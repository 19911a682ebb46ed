package io.weighhouse.catalog.api.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.AuditEntry;
import io.weighhouse.catalog.AuditQuery;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.NamespaceName;
import io.weighhouse.catalog.api.exchange.Cursor;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.Page;
import io.weighhouse.catalog.api.exchange.PageRequest;
import io.weighhouse.catalog.database.ReadAudit;
import io.weighhouse.catalog.database.ReadAudit.Place;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.web.QueryParameters;

/** Between HTTP and the audit: what is asked for, among what the caller administers. */
@ApplicationScoped
class ListAudit {

    private static final int MOST_CHARACTERS = 255;

    private final Access access;
    private final ReadAudit audit;
    private final JsonExchange json;

    ListAudit(Access access, ReadAudit audit, JsonExchange json) {
        this.access = access;
        this.audit = audit;
        this.json = json;
    }

    Uni<RestResponse<Buffer>> list(HttpServerRequest request) {
        return Uni.createFrom().deferred(() -> page(request, access.caller())).map(page -> json.current(page, request));
    }

    private Uni<Page<AuditView>> page(HttpServerRequest request, Caller caller) {
        access.checkAdministersAnything(caller);
        PageRequest page = PageRequest.of(request);
        return audit.page(query(request, caller), page.after().map(ListAudit::place), page.rows())
                .map(entries -> Page.of(entries, page.limit(), AuditView::of, ListAudit::cursor));
    }

    private static AuditQuery query(HttpServerRequest request, Caller caller) {
        return new AuditQuery(text(request, "namespace").map(name -> new NamespaceName(name).value()),
                text(request, "model").map(name -> ModelName.parse(name).toString()), text(request, "who"),
                text(request, "action"), instant(request, "since"), instant(request, "until"),
                caller.grants().scope(Permission.ADMIN));
    }

    private static Optional<Instant> instant(HttpServerRequest request, String name) {
        try {
            return text(request, name).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant)
                    .filter(instant -> isOfOurDays(instant, name));
        } catch (DateTimeException noTime) {
            throw ProblemType.MALFORMED_REQUEST.because("'%s' is a time such as 2026-11-23T01:02:03Z", name).with("name", name);
        }
    }

    /** Others may be more than PostgreSQL can hold. */
    private static boolean isOfOurDays(Instant instant, String name) {
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
            throw ProblemType.MALFORMED_REQUEST.because("'%s' is a time from 1970 to 9999", name).with("name", name);
        }
        return true;
    }

    private static Optional<String> text(HttpServerRequest request, String name) {
        Optional<String> text = Optional.ofNullable(QueryParameters.of(request).get(name)).filter(value -> !value.isEmpty());
        text.filter(value -> value.length() > MOST_CHARACTERS || value.indexOf('\0') >= 0).ifPresent(value -> {
            throw ProblemType.MALFORMED_REQUEST.because("'%s' has %d characters at most, none of them 0", name, MOST_CHARACTERS)
                    .with("name", name);
        });
        return text;
    }

    private static Cursor cursor(AuditEntry last) {
        return new Cursor(last.at() + " " + last.id());
    }

    private static Place place(Cursor cursor) {
        String[] parts = cursor.key().split(" ");
        try {
            return new Place(Instant.parse(parts[0]), Long.parseLong(parts[parts.length - 1]));
        } catch (DateTimeException | NumberFormatException foreign) {
            throw Cursor.foreign();
        }
    }
}
