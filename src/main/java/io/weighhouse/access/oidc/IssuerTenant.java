package io.weighhouse.access.oidc;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * Tells Quarkus' OIDC extension of the issuer, when the first token comes: until then nobody is asked over the network, so
 * that the registry starts whether the issuer is there or not.
 */
@ApplicationScoped
class IssuerTenant implements TenantConfigResolver {

    private static final String ID = "weighhouse";

    private final Uni<OidcTenantConfig> tenant;

    IssuerTenant(OidcSettings settings) {
        OidcTenantConfig config = settings.issuer().map(issuer -> config(issuer, settings)).orElse(null);
        this.tenant = Uni.createFrom().item(config);
    }

    /** No introspection: a token is verified with the issuer's keys, or it is refused. */
    private static OidcTenantConfig config(String issuer, OidcSettings settings) {
        var builder = OidcTenantConfig.authServerUrl(settings.server().orElse(issuer))
                .tenantId(ID)
                .applicationType(ApplicationType.SERVICE)
                .connectionTimeout(settings.timeout());
        settings.tlsConfiguration().ifPresent(builder::tlsConfigurationName);
        return builder.token()
                .issuer(issuer)
                .audience(settings.audience().orElseThrow())
                .subjectRequired()
                .lifespanGrace((int) settings.clockSkew().toSeconds())
                .forcedJwkRefreshInterval(settings.keyLookups())
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false)
                .end().build();
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext exchange, OidcRequestContext<OidcTenantConfig> context) {
        return tenant;
    }
}
