package io.weighhouse.access.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whom callers without credentials are taken for. */
class RateLimitsTest {

    @Test
    void addressesOfOneNetworkOfIpv6AreOneCaller() {
        assertThat(RateLimits.network("2001:db8:1:2:aaaa::1")).isEqualTo(RateLimits.network("2001:db8:1:2::2"));
        assertThat(RateLimits.network("2001:db8:1:3::1")).isNotEqualTo(RateLimits.network("2001:db8:1:2::1"));
    }

    @Test
    void addressesOfIpv4AreCallersEach() {
        assertThat(RateLimits.network("192.0.2.1")).isNotEqualTo(RateLimits.network("192.0.2.2"));
    }

    @Test
    void whatIsNoAddressIsACallerToo() {
        assertThat(RateLimits.network(null)).isEqualTo("null");
        assertThat(RateLimits.network("unix")).isEqualTo("unix");
    }
}
