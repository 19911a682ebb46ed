package io.weighhouse.access.oidc;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.weighhouse.access.Grant;
import io.weighhouse.access.Grants;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.NamespaceName;
import io.weighhouse.problem.RegistryException;

/** What a token's claims grant: the entries of one claim, and what the operator's rules say of others. */
public final class TokenGrants {

    private static final String ANYTHING = "*";

    private final Optional<String> claim;
    private final List<Rule> rules;

    /** @throws IllegalArgumentException where a rule cannot be understood, with the setting's name */
    public TokenGrants(OidcSettings settings) {
        this.claim = settings.grantsClaim();
        this.rules = settings.rules().stream().map(Rule::of).toList();
    }

    Grants of(Claims claims) {
        return merged(Stream.concat(
                claim.stream().flatMap(name -> claims.values(name).stream()).flatMap(entry -> grant(entry).stream()),
                rules.stream().filter(rule -> rule.matches(claims)).flatMap(rule -> rule.grants().stream())));
    }

    private static Grants merged(Stream<Grant> grants) {
        Map<String, EnumSet<Permission>> byNamespace = new TreeMap<>();
        grants.forEach(grant -> byNamespace.computeIfAbsent(grant.namespace(), none -> EnumSet.noneOf(Permission.class))
                .addAll(grant.permissions()));
        return new Grants(byNamespace.entrySet().stream().map(entry -> new Grant(entry.getKey(), entry.getValue())).toList());
    }

    /** An entry such as {@code vision:publish}; empty where it is not ours. */
    private static Optional<Grant> grant(String entry) {
        int colon = entry.indexOf(':');
        return colon < 0 || !isNamespace(entry.substring(0, colon)) ? Optional.empty()
                : Permission.named(entry.substring(colon + 1))
                        .map(permission -> new Grant(entry.substring(0, colon), EnumSet.of(permission)));
    }

    private static boolean isNamespace(String name) {
        try {
            return name.equals(Grant.EVERYWHERE) || new NamespaceName(name).value().equals(name);
        } catch (RegistryException breaksTheRule) {
            return false;
        }
    }

    private record Rule(String claim, String value, List<Grant> grants) {

        static Rule of(OidcSettings.Rule rule) {
            return new Rule(rule.claim(), rule.value(), rule.grants().stream().map(Rule::grantOf).toList());
        }

        private static Grant grantOf(String entry) {
            return grant(entry.strip()).orElseThrow(() -> new IllegalArgumentException(
                    "weighhouse.oidc.rules (WEIGHHOUSE_OIDC_RULES_0__GRANTS …): '%s' is no grant; one looks like vision:publish "
                            .formatted(entry) + "or *:read, with read, publish, promote, delete or admin"));
        }

        boolean matches(Claims claims) {
            return claims.values(claim).stream().anyMatch(this::matches);
        }

        private boolean matches(String found) {
            return value.endsWith(ANYTHING) ? found.startsWith(value.substring(0, value.length() - ANYTHING.length()))
                    : found.equals(value);
        }
    }
}
