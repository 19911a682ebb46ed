package io.weighhouse.access.oidc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.weighhouse.settings.PositiveDuration;

/** Whose tokens count, and what they grant. Off until an issuer is set. */
@ConfigMapping(prefix = "weighhouse.oidc")
public interface OidcSettings {

    /** The issuer, exactly as its tokens name it in {@code iss}. */
    Optional<String> issuer();

    /** Audiences of which a token must name one in {@code aud}; required with an issuer. */
    Optional<List<String>> audience();

    /** Base address at which the issuer is asked for its keys, where it is not the issuer's own. */
    Optional<String> server();

    /** Name of a TLS configuration of Quarkus ({@code quarkus.tls.<name>.…}) for the way to the issuer. */
    Optional<String> tlsConfiguration();

    /** Claim that names the caller in the audit; it must be unique for ever. */
    @WithDefault("sub")
    String nameClaim();

    /** Claim with entries such as {@code vision:publish} or {@code *:admin}. */
    Optional<String> grantsClaim();

    /** What values of claims grant. */
    List<Rule> rules();

    /** Time for the issuer to answer. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration timeout();

    /** Least time between two looks at the issuer's keys because of tokens whose key is unknown. */
    @WithDefault("30s")
    Duration keyLookups();

    /** How long keys are believed in before they are fetched again, so that a withdrawn key ends. */
    @WithDefault("10m")
    @WithConverter(PositiveDuration.class)
    Duration keyLifetime();

    /** Difference between clocks that is let pass. */
    @WithDefault("10s")
    Duration clockSkew();

    /** One line of the mapping table. */
    interface Rule {

        /** Name of a claim, or a path through objects such as {@code realm_access/roles}. */
        String claim();

        /** The value that the claim, or one of its values, must have; {@code *} at its end stands for anything. */
        String value();

        /** What is granted, such as {@code vision:read,vision:publish}. */
        List<String> grants();
    }
}
