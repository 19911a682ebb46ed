package io.weighhouse.modelfile;

import static io.weighhouse.modelfile.ModelTexts.read;
import static io.weighhouse.modelfile.ModelTexts.weight;
import static io.weighhouse.modelfile.ModelTexts.withWeights;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

/** What fingerprints add to a save; the figure is the one in docs/performance.md. */
class FingerprintCostTest {

    private static final int CHUNK = 16 << 10;
    private static final int CHUNKS = 32 << 10;

    @Test
    void aGigabyteCostsNoMoreThanItMay() {
        String bytes = String.valueOf((long) CHUNK * CHUNKS);
        WeightsManifest manifest = read(withWeights(weight("a", "bool", "[" + bytes + "]"))).manifest();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        secondsPerGigabyte(manifest, chunk);

        double seconds = secondsPerGigabyte(manifest, chunk);

        System.out.printf("fingerprints: %.2f CPU s/GB%n", seconds);
        assertThat(seconds).isLessThan(0.6);
    }

    private static double secondsPerGigabyte(WeightsManifest manifest, ByteBuffer chunk) {
        GroupBytes group = GroupBytes.of(manifest, 0);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < CHUNKS; i++) {
            group.accept(chunk);
        }
        group.finish();
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        return nanos / (double) ((long) CHUNK * CHUNKS);
    }
}
