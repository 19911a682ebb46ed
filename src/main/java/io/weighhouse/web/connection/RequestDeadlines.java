package io.weighhouse.web.connection;

import org.eclipse.microprofile.config.ConfigProvider;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;

/**
 * Gives each connection its deadline. Netty finds it as a service when it is told to look
 * ({@value ChannelInitializerExtension#EXTENSIONS_SYSTEM_PROPERTY}), which is the only way to a connection that has not brought
 * a request yet.
 */
@RegisterForReflection
public final class RequestDeadlines extends ChannelInitializerExtension {

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        ConnectionSettings settings = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class)
                .getConfigMapping(ConnectionSettings.class);
        channel.pipeline().addFirst(new RequestDeadline(channel, settings.headersTimeout()));
    }
}
