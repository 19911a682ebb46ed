package io.weighhouse.storage.s3;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.BlobStoreContract;

class S3BlobStoreTest extends BlobStoreContract {

    private static S3ProxyServer server;
    private static S3BlobStore store;

    @BeforeAll
    static void start() throws Exception {
        server = S3ProxyServer.started();
        store = new S3BlobStore(TestSettings.of(server.configuration(), "max-connections", "16"));
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
        server.close();
    }

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected List<String> leftovers() {
        return server.everything();
    }
}
