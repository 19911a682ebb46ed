package io.weighhouse.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.StoreResource;

/** A registry that was started before its issuer. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(StoreResource.class)
@WithTestResource(IssuerResource.Late.class)
class LateIssuerTest {

    @TestHTTPResource
    URI base;

    @Test
    void worksWithKeysMeanwhileAndTakesTokensOnceTheIssuerIsThere() throws Exception {
        TestIssuer issuer = IssuerResource.issuer();
        String token = issuer.token(TokenWish.granting("*:admin"));
        RegistryClient holder = RegistryClient.stranger(base).with("Authorization", "Bearer " + token);
        holder.get(TokenSuite.WHOAMI).isProblem(503, "issuer-unavailable");
        RegistryClient.admin(base, PostgresResource.ADMIN_KEY).get(TokenSuite.WHOAMI).is(200);

        issuer.open();
        Thread.sleep(2_100); // the pause after a failure
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 20)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> holder.get(TokenSuite.WHOAMI).status())).toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        assertThat(issuer.discoveries()).isEqualTo(1);
    }
}
