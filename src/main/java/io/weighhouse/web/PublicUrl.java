package io.weighhouse.web;

import java.net.URI;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.settings.WebAddress;

/** Where clients find this registry, for the absolute links in answers. */
@ApplicationScoped
public class PublicUrl {

    private final Settings settings;

    PublicUrl(Settings settings) {
        this.settings = settings;
    }

    /** Links for the web. */
    @ConfigMapping(prefix = "weighhouse")
    public interface Settings {

        /** Base of all links in answers, such as {@code https://models.example}; default: each request's scheme and host. */
        Optional<@WithConverter(WebAddress.class) URI> publicUrl();
    }

    /** The link to an absolute path. */
    public String to(String path, HttpServerRequest request) {
        return settings.publicUrl()
                .map(url -> url.toString().replaceFirst("/$", ""))
                .orElseGet(() -> request.scheme() + "://" + request.authority())
                + path;
    }
}
