package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.embedded.PostgresResource;

/** Readers that take their bytes slowly, or not at all. */
@QuarkusTest
class SlowReaderTest extends HttpSuite {

    private static final int BYTES = 32 << 20;
    private static final int READERS = 8;
    private static final int BYTES_A_READER = 4 << 20;

    @Test
    void readersThatStopCostNoMemory() throws Exception {
        save(TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", BYTES / 4)))
                .with("w.bin", TinyModel.bytes(BYTES, 1))).is(201);
        long before = memory();
        List<RawConnection> readers = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                readers.add(new RawConnection(base).send("GET " + at("1/w.bin") + " HTTP/1.1\r\nHost: registry\r\n"
                        + "Authorization: Bearer " + PostgresResource.ADMIN_KEY + "\r\n\r\n"));
            }
            for (RawConnection reader : readers) {
                assertThat(reader.receiveSome(Duration.ofSeconds(10))).startsWith("HTTP/1.1 200 OK");
            }
            Thread.sleep(1000);

            assertThat(memory() - before).isLessThan((long) READERS * BYTES_A_READER);
        } finally {
            for (RawConnection reader : readers) {
                reader.reset();
            }
        }
    }

    /** Bytes that are really in use, in the heap and beside it. */
    private static long memory() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
    }
}
