package io.weighhouse.access.oidc;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** The same as with the tests' own issuer, with a real Keycloak. Its name keeps it out of the usual build. */
@QuarkusTest
@WithTestResource(KeycloakResource.class)
class KeycloakSuite extends TokenSuite {

    @Override
    TokenIssuer issuer() {
        return KeycloakResource.issuer();
    }
}
