package io.weighhouse.upkeep;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.TimeoutException;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.StoreUnusable;

/** Asks the store once at the start: a wrong bucket or folder is told then, and not to whoever saves first. */
@ApplicationScoped
class CheckStore {

    private static final Logger LOG = Logger.getLogger(CheckStore.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BlobStore store;

    CheckStore(BlobStore store) {
        this.store = store;
    }

    /** A store that is away for now does not keep the registry from starting: what needs no blob works. */
    void check(@Observes StartupEvent start) {
        try {
            store.probe().await().atMost(PATIENCE);
        } catch (StoreUnusable wrong) {
            throw new ConfigurationException(wrong.getMessage());
        } catch (RegistryException | TimeoutException away) {
            LOG.warnf("The blob store does not answer yet: saves and loads will fail until it does. With S3 its address is "
                    + "weighhouse.s3.endpoint (WEIGHHOUSE_S3_ENDPOINT): %s", away.getCause() == null ? away : away.getCause());
        }
    }
}
