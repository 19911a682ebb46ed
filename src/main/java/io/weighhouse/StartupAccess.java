package io.weighhouse;

import java.net.URI;
import java.util.List;
import java.util.Set;

import io.weighhouse.access.AccessSettings;
import io.weighhouse.access.CredentialSource;
import io.weighhouse.access.oidc.OidcSettings;
import io.weighhouse.access.oidc.TokenGrants;

/** Whether anybody could authenticate with these settings, and nobody whom the operator did not mean. */
record StartupAccess(AccessSettings access, OidcSettings oidc, boolean embedded) {

    private static final Set<CredentialSource> KEYS = Set.of(CredentialSource.BEARER_KEYS, CredentialSource.API_KEY_HEADER);

    /** To Quarkus' OIDC extension this word means that everything passes. */
    private static final String ANY = "any";

    /** Refuses what cannot work or is not safe. */
    void check() {
        oidc.issuer().ifPresent(this::checkIssuer);
        checkSources();
        if (!embedded && access.adminKey().isEmpty() && oidc.issuer().isEmpty()) {
            throw new StartupRefused("nobody could save: with an external database weighhouse.admin-key "
                    + "(WEIGHHOUSE_ADMIN_KEY) must be set, the same on every replica, or weighhouse.oidc.issuer "
                    + "(WEIGHHOUSE_OIDC_ISSUER). A good key: echo \"wh_$(openssl rand -hex 32)\"");
        }
    }

    private void checkSources() {
        Set<CredentialSource> sources = access.credentials();
        boolean keys = sources.stream().anyMatch(KEYS::contains);
        boolean tokens = sources.contains(CredentialSource.BEARER_TOKENS);
        if (oidc.issuer().isPresent() && !tokens) {
            throw new StartupRefused("weighhouse.oidc.issuer (WEIGHHOUSE_OIDC_ISSUER) is set, but weighhouse.credentials "
                    + "(WEIGHHOUSE_CREDENTIALS) leaves out bearer-tokens, so no token would count");
        }
        if (oidc.issuer().isEmpty() && !keys) {
            throw new StartupRefused("nobody could authenticate: weighhouse.credentials (WEIGHHOUSE_CREDENTIALS) counts tokens "
                    + "only, and weighhouse.oidc.issuer (WEIGHHOUSE_OIDC_ISSUER) is not set");
        }
        if (access.adminKey().isPresent() && !keys) {
            throw new StartupRefused("weighhouse.admin-key (WEIGHHOUSE_ADMIN_KEY) is set, but weighhouse.credentials "
                    + "(WEIGHHOUSE_CREDENTIALS) has neither bearer-keys nor api-key-header, so it would never count");
        }
    }

    private void checkIssuer(String issuer) {
        checkAddress("weighhouse.oidc.issuer (WEIGHHOUSE_OIDC_ISSUER)", issuer);
        oidc.server().ifPresent(server -> checkAddress("weighhouse.oidc.server (WEIGHHOUSE_OIDC_SERVER)", server));
        List<String> audience = oidc.audience().orElse(List.of());
        if (audience.isEmpty() || audience.contains(ANY) || audience.stream().anyMatch(String::isBlank)) {
            throw new StartupRefused("weighhouse.oidc.audience (WEIGHHOUSE_OIDC_AUDIENCE) must be set with an issuer, to what "
                    + "its tokens for this registry have in 'aud': else every token that it gives to anybody would count here");
        }
        if (oidc.grantsClaim().isEmpty() && oidc.rules().isEmpty()) {
            throw new StartupRefused("no token could be granted anything: set weighhouse.oidc.grants-claim "
                    + "(WEIGHHOUSE_OIDC_GRANTS_CLAIM) or weighhouse.oidc.rules (WEIGHHOUSE_OIDC_RULES_0__CLAIM …)");
        }
        try {
            new TokenGrants(oidc);
        } catch (IllegalArgumentException bad) {
            throw new StartupRefused("%s", bad.getMessage());
        }
    }

    private static void checkAddress(String setting, String address) {
        if (!isAddress(address)) {
            throw new StartupRefused("%s must look like https://issuer.example/realm, without query and fragment, not %s",
                    setting,
                    address);
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI address = URI.create(text);
            return Set.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null
                    && address.getRawQuery() == null && address.getRawFragment() == null && address.getRawUserInfo() == null;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
