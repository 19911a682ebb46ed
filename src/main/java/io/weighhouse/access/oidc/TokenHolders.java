package io.weighhouse.access.oidc;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.weighhouse.access.Caller;

/** Whom the tokens of the issuer speak for, and what they may do. */
@ApplicationScoped
public class TokenHolders {

    private static final String PREFIX = "oidc:";
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,255}");

    private final Issuer issuer;
    private final OidcSettings settings;
    private final TokenGrants grants;

    TokenHolders(Issuer issuer, OidcSettings settings) {
        this.issuer = issuer;
        this.settings = settings;
        this.grants = new TokenGrants(settings);
    }

    /** The holder of that token; refused where it is not a valid one of the configured issuer. */
    public Uni<Caller> holderOf(String token, RoutingContext exchange) {
        if (settings.issuer().isEmpty()) {
            throw Rejection.notValid("this registry takes keys (wh_…), and tokens of no issuer");
        }
        TokenText text = TokenText.parse(token)
                .orElseThrow(() -> Rejection.notValid("it is neither a key (wh_…) nor a signed JWT"));
        Claims claims = text.claims().orElseThrow(() -> Rejection.notValid("nobody can read it"));
        TokenKind.wrong(text.header(), claims).ifPresent(reason -> {
            throw Rejection.notValid(reason);
        });
        return issuer.verify(text, exchange, backTo(Vertx.currentContext())).map(valid -> caller(claims));
    }

    private Caller caller(Claims claims) {
        List<String> names = claims.values(settings.nameClaim());
        if (names.size() != 1 || !NAME.matcher(names.get(0)).matches()) {
            throw Rejection.notValid("its claim '" + settings.nameClaim() + "' is not one name of 1 to 255 characters");
        }
        return Caller.known(PREFIX + names.get(0), grants.of(claims));
    }

    /** The caller hangs on the request's own Vert.x context, so what comes from elsewhere goes back there. */
    private static Executor backTo(Context context) {
        return task -> context.runOnContext(now -> task.run());
    }
}
