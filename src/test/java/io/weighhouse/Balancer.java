package io.weighhouse;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.weighhouse.http.RegistryClient;

/** Gives requests to replicas in turn, to those alone that were ready when it last asked, as a Kubernetes service does. */
final class Balancer implements AutoCloseable {

    private static final int MILLIS_BETWEEN_PROBES = 50;

    private final List<PackagedRegistry> replicas = new CopyOnWriteArrayList<>();
    private final List<PackagedRegistry> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor();

    Balancer() {
        prober.scheduleWithFixedDelay(() -> replicas.forEach(this::probe), 0, MILLIS_BETWEEN_PROBES, TimeUnit.MILLISECONDS);
    }

    void add(PackagedRegistry replica) {
        replicas.add(replica);
        probe(replica);
    }

    /** Adds one, and stops the one that is there longest. */
    void replaceOldest(PackagedRegistry next) {
        add(next);
        PackagedRegistry oldest = replicas.get(0);
        oldest.terminate();
        replicas.remove(oldest);
        ready.remove(oldest);
        oldest.close();
    }

    RegistryClient client() {
        List<PackagedRegistry> now = List.copyOf(ready);
        return GracefulStopIT.client(now.get(Math.floorMod(turns.getAndIncrement(), now.size())));
    }

    private synchronized void probe(PackagedRegistry replica) {
        boolean answers = isReady(replica);
        if (!answers) {
            ready.remove(replica);
        } else if (!ready.contains(replica)) {
            ready.add(replica);
        }
    }

    private static boolean isReady(PackagedRegistry replica) {
        try {
            return RegistryClient.stranger(replica.managementUri("/")).get("/q/health/ready").status() == 200;
        } catch (RuntimeException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        prober.shutdownNow();
        replicas.forEach(PackagedRegistry::close);
    }
}
