package io.weighhouse.access;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may call, before there is anything else to ask. */
@ConfigMapping(prefix = "weighhouse")
public interface AccessSettings {

    /** The key of the administrator, who may do everything: {@code wh_} and letters, digits, '-', '_'; 24 to 200 in all. */
    Optional<String> adminKey();

    /** Whether callers without credentials may publish and read everything; only for a server that listens on loopback. */
    @WithDefault("false")
    boolean open();

    /** Name of the header that carries an API key instead of {@code Authorization}. */
    @WithDefault("X-API-Key")
    String apiKeyHeader();

    /**
     * Which credentials count: {@code bearer-keys} and {@code bearer-tokens} in {@code Authorization}, {@code api-key-header}.
     * Others are ignored as if absent.
     */
    @WithDefault("bearer-keys,bearer-tokens,api-key-header")
    Set<CredentialSource> credentials();
}
