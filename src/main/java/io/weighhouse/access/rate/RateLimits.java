package io.weighhouse.access.rate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

import jakarta.enterprise.context.ApplicationScoped;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Caller;

/**
 * Keeps one caller from taking what all need: whoever asks too often is told when to ask again. Callers without credentials
 * are told apart by their address.
 */
@ApplicationScoped
public class RateLimits {

    private static final int BYTES_OF_A_NETWORK = 8;

    private final Buckets changes;
    private final Buckets reads;

    RateLimits(RateSettings settings) {
        this.changes = new Buckets(settings.changesPerMinute());
        this.reads = new Buckets(settings.readsPerMinute());
    }

    /** Counts the request; refused where it is one too many. */
    public void count(Caller caller, HttpServerRequest request) {
        boolean read = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        (read ? reads : changes).take(() -> caller.known() ? caller.name() : network(request.remoteAddress().hostAddress()));
    }

    /** An address of IPv6 costs nothing to change within its network. */
    static String network(String address) {
        InetAddress parsed = address == null ? null : NetUtil.createInetAddressFromIpAddressString(address);
        return parsed instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), BYTES_OF_A_NETWORK))
                : String.valueOf(address);
    }
}
