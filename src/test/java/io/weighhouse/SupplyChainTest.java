package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** Releases below which a hole is known: what the class path has is not older, however a platform update decides. */
class SupplyChainTest {

    private static final int NETTY_FLOOR = 138;
    private static final Version JACKSON_FLOOR = new Version(2, 22, 1, null, null, null);

    @Test
    void nettyIsNotOlderThanItsFloor() {
        Map<String, io.netty.util.Version> modules = io.netty.util.Version.identify();

        System.out.println("Netty, floor 4.1." + NETTY_FLOOR + ".Final: " + modules.values());
        assertThat(modules).containsKeys("netty-common", "netty-codec-http", "netty-codec-http2", "netty-handler");
        assertThat(modules.values()).allSatisfy(module -> {
            assertThat(module.artifactVersion()).as(module.artifactId()).matches("4\\.1\\.\\d+\\.Final");
            assertThat(Integer.parseInt(module.artifactVersion().split("\\.")[2])).as(module.artifactId())
                    .isGreaterThanOrEqualTo(NETTY_FLOOR);
        });
    }

    @Test
    void jacksonIsNotOlderThanItsFloor() {
        var versions = Stream
                .of(new ObjectMapper().version(), new ObjectMapper().getFactory().version(), new YAMLFactory().version())
                .toList();

        System.out.println("Jackson, floor " + JACKSON_FLOOR + ": " + versions);
        assertThat(versions).allSatisfy(version -> assertThat(version).isGreaterThanOrEqualTo(JACKSON_FLOOR));
    }
}
