package io.weighhouse.settings;

import java.net.URI;

import org.eclipse.microprofile.config.spi.Converter;

/** An absolute URL of the web, to which paths can be added. */
public final class WebAddress implements Converter<URI> {

    private static final long serialVersionUID = 1;

    @Override
    public URI convert(String text) {
        URI address = URI.create(text);
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!web || address.getHost() == null || address.getQuery() != null || address.getFragment() != null) {
            throw new IllegalArgumentException("an address such as https://models.example is needed");
        }
        return address;
    }
}
