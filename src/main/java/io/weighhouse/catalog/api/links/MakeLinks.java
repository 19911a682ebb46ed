package io.weighhouse.catalog.api.links;

import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.links.LinkRing;
import io.weighhouse.access.links.LinkScope;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.api.FindReadable;
import io.weighhouse.catalog.api.exchange.JsonBody;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.JsonMembers;
import io.weighhouse.catalog.api.exchange.Lifetime;
import io.weighhouse.catalog.api.exchange.Preconditions;
import io.weighhouse.web.PublicUrl;

/** Between HTTP and the making of links: what they open, how long they live, and the URL that they are. */
@ApplicationScoped
class MakeLinks {

    private static final String LIFETIME = "expiresIn";

    private final Access access;
    private final FindReadable versions;
    private final LinkRing ring;
    private final JsonExchange json;
    private final PublicUrl publicUrl;

    MakeLinks(Access access, FindReadable versions, LinkRing ring, JsonExchange json, PublicUrl publicUrl) {
        this.access = access;
        this.versions = versions;
        this.ring = ring;
        this.json = json;
        this.publicUrl = publicUrl;
    }

    Uni<RestResponse<Buffer>> ofVersion(HttpServerRequest request, ModelName model, String ref) {
        return make(request, () -> versions.find(model, ref)
                .map(found -> LinkScope.loads(model, new Ref.Number(found.version().number()))));
    }

    Uni<RestResponse<Buffer>> ofAlias(HttpServerRequest request, ModelName model, AliasName alias) {
        return make(request, () -> Uni.createFrom().item(LinkScope.loads(model, new Ref.Alias(alias.value()))));
    }

    Uni<RestResponse<Buffer>> forSaves(HttpServerRequest request, ModelName model) {
        return make(request, () -> Uni.createFrom().item(LinkScope.saves(model)));
    }

    private Uni<RestResponse<Buffer>> make(HttpServerRequest request, Supplier<Uni<LinkScope>> scope) {
        Actor actor = access.caller().actor(request);
        return json.body(request, Set.of(JsonBody.JSON), Preconditions::acceptAny)
                .map(body -> end(body.members().only(Set.of(LIFETIME))))
                .chain(end -> scope.get().chain(opened -> ring.make(opened, end, actor)))
                .map(made -> json.created(MadeLinkView.of(made, publicUrl, request)));
    }

    private Instant end(JsonMembers body) {
        Instant end = Lifetime.end(body, LIFETIME);
        if (end.isAfter(ring.latestEnd())) {
            throw body.refusal(LIFETIME, "is longer than a link may live here (weighhouse.links.max-lifetime)");
        }
        return end;
    }
}
