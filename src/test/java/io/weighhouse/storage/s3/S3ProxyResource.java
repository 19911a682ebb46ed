package io.weighhouse.storage.s3;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** Runs the registry of a Quarkus test on an {@link S3ProxyServer}; inject the server into a field of that type. */
public final class S3ProxyResource implements QuarkusTestResourceLifecycleManager {

    private S3ProxyServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = S3ProxyServer.started();
            return server.configuration();
        } catch (Exception failure) {
            throw new IllegalStateException("S3Proxy does not start", failure);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, field -> field.getType() == S3ProxyServer.class);
    }

    @Override
    public void stop() {
        try {
            if (server != null) {
                server.close();
            }
        } catch (Exception failure) {
            throw new IllegalStateException("S3Proxy does not stop", failure);
        }
    }
}
