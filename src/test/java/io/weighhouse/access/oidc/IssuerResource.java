package io.weighhouse.access.oidc;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** Runs the tests' own issuer beside a registry that takes its tokens. */
public class IssuerResource implements QuarkusTestResourceLifecycleManager {

    private static TestIssuer issuer;

    public static TestIssuer issuer() {
        return issuer;
    }

    @Override
    public Map<String, String> start() {
        issuer = new TestIssuer().open();
        return issuer.settings();
    }

    @Override
    public void stop() {
        if (issuer != null) {
            issuer.close();
        }
    }

    /** The same, but the issuer is not there yet when the registry starts. */
    public static class Late extends IssuerResource {

        @Override
        public Map<String, String> start() {
            issuer = new TestIssuer();
            return issuer.settings();
        }
    }
}
