package io.weighhouse.access;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

import io.weighhouse.access.rate.RateLimits;

/** Puts a gate before every route when the registry starts, those that state nothing included. */
@Provider
public class Gates implements DynamicFeature {

    private final Identify identify;
    private final Access access;
    private final RateLimits rates;

    Gates(Identify identify, Access access, RateLimits rates) {
        this.identify = identify;
        this.access = access;
        this.rates = rates;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Gate.of(resource.getResourceMethod(), identify, access, rates).ifPresent(context::register);
    }
}
