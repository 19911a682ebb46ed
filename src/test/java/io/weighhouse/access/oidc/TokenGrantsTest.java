package io.weighhouse.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.json.JsonObject;
import io.weighhouse.access.Grant;
import io.weighhouse.access.Grants;

class TokenGrantsTest {

    @Test
    void entriesThatAreNotOursGrantNothing() {
        Grants grants = grants(Map.of("weighhouse.oidc.grants-claim", "roles"),
                "{\"roles\":[\"vision:read\",\"vision:admin:x\",\":read\",\"Vision:read\",\"*:\",\"read\",\"*:READ\",7,null,{}]}");

        assertThat(grants.list()).extracting(Grant::namespace).containsExactly("vision");
        assertThat(grants.list().get(0).permissions()).hasSize(1);
    }

    @Test
    void aClaimIsFoundByItsWholeNameOrByItsPath() {
        assertThat(grants(Map.of("weighhouse.oidc.grants-claim", "https://x.example/grants"),
                "{\"https://x.example/grants\":[\"a:read\"]}").list()).hasSize(1);
        assertThat(grants(Map.of("weighhouse.oidc.grants-claim", "realm_access/roles"),
                "{\"realm_access\":{\"roles\":[\"a:read\"]}}").list()).hasSize(1);
        assertThat(grants(Map.of("weighhouse.oidc.grants-claim", "realm_access/roles"),
                "{\"realm_access\":[\"a:read\"]}").list()).isEmpty();
    }

    @Test
    void onlyAScopeIsAListOfWords() {
        String claims = "{\"scope\":\"openid a:read\",\"sub\":\"x a:read\"}";

        assertThat(grants(Map.of("weighhouse.oidc.grants-claim", "scope"), claims).list()).hasSize(1);
        assertThat(grants(Map.of("weighhouse.oidc.grants-claim", "sub"), claims).list()).isEmpty();
    }

    @Test
    void aRuleMatchesTheWholeValueOrWhatComesBeforeItsStar() {
        assertThat(grants(rule("sub", "ci:*", "a:read,*:publish"), "{\"sub\":\"ci:builder\"}").list()).hasSize(2);
        assertThat(grants(rule("sub", "ci:*", "a:read"), "{\"sub\":\"xci:builder\"}").list()).isEmpty();
        assertThat(grants(rule("sub", "ci", "a:read"), "{\"sub\":\"ci:builder\"}").list()).isEmpty();
        assertThat(grants(rule("admin", "true", "a:read"), "{\"admin\":true}").list()).hasSize(1);
        assertThat(grants(rule("groups", "*", "a:read"), "{\"groups\":[]}").list()).isEmpty();
    }

    @Test
    void aRuleThatCannotBeUnderstoodIsRefusedByItsName() {
        for (String grant : new String[] { "a", "a:fly", "A:read", "a:read b:read", ":read" }) {
            assertThatThrownBy(() -> grants(rule("sub", "x", grant), "{}")).hasMessageContaining("weighhouse.oidc.rules")
                    .hasMessageContaining(grant);
        }
    }

    private static Map<String, String> rule(String claim, String value, String grants) {
        return Map.of("weighhouse.oidc.rules[0].claim", claim, "weighhouse.oidc.rules[0].value", value,
                "weighhouse.oidc.rules[0].grants", grants);
    }

    private static Grants grants(Map<String, String> settings, String claims) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(OidcSettings.class);
        settings.forEach(builder::withDefaultValue);
        return new TokenGrants(builder.build().getConfigMapping(OidcSettings.class)).of(new Claims(new JsonObject(claims)));
    }
}
