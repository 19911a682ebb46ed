package io.weighhouse.storage.s3;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.BlobStoreContract;

class S3BlobStoreTest {

    @Nested
    class WithoutChecksums extends Contract {

        WithoutChecksums() {
            super("when-required");
        }
    }

    @Nested
    class WithChecksums extends Contract {

        WithChecksums() {
            super("when-supported");
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    private abstract static class Contract extends BlobStoreContract {

        private final String checksums;
        private S3ProxyServer server;
        private S3BlobStore store;

        Contract(String checksums) {
            this.checksums = checksums;
        }

        @BeforeAll
        void start() throws Exception {
            server = S3ProxyServer.started();
            store = new S3BlobStore(VERTX,
                    TestSettings.of(server.configuration(), "max-connections", "16", "checksums", checksums));
        }

        @AfterAll
        void stop() throws Exception {
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
}
