package io.weighhouse.access.oidc;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** Runs a real Keycloak beside a registry that takes its tokens. */
public class KeycloakResource implements QuarkusTestResourceLifecycleManager {

    private static KeycloakIssuer issuer;

    private KeycloakServer server;

    static KeycloakIssuer issuer() {
        return issuer;
    }

    @Override
    public Map<String, String> start() {
        try {
            server = KeycloakServer.started();
            issuer = new KeycloakIssuer(server.address());
            return issuer.settings();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
