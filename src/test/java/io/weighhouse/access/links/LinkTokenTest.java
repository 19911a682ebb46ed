package io.weighhouse.access.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class LinkTokenTest {

    private static final LinkToken TOKEN = new LinkToken(LinkToken.id(new byte[LinkToken.ID_BYTES]),
            Instant.ofEpochMilli(1_900_000_000_123L), "vision/mnist/@production");

    @Test
    void whatWasSignedIsReadAgain() {
        SigningKeys keys = keys("a");

        String text = TOKEN.signed(keys);

        assertThat(text).matches("whl_[A-Za-z0-9_-]+");
        assertThat(LinkToken.read(text, keys)).contains(TOKEN);
    }

    @Test
    void noCharacterCanBeChanged() {
        SigningKeys keys = keys("a");
        String text = TOKEN.signed(keys);

        for (int index = "whl_".length(); index < text.length(); index++) {
            for (char other : new char[] { 'A', 'B', 'g', 'h', '_', '9' }) {
                if (other != text.charAt(index)) {
                    String changed = text.substring(0, index) + other + text.substring(index + 1);
                    assertThat(LinkToken.read(changed, keys)).as(changed).isEmpty();
                }
            }
        }
    }

    @Test
    void whatIsNotWholeIsNoLink() {
        SigningKeys keys = keys("a");
        String text = TOKEN.signed(keys);

        for (int length = "whl_".length(); length < text.length(); length++) {
            assertThat(LinkToken.read(text.substring(0, length), keys)).isEmpty();
        }
        assertThat(LinkToken.read(text + "A", keys)).isEmpty();
        assertThat(LinkToken.read(text + "=", keys)).isEmpty();
        assertThat(LinkToken.read("whl_%%%", keys)).isEmpty();
    }

    @Test
    void theFirstKeySignsAndAllCount() {
        String old = TOKEN.signed(keys("old"));
        String young = TOKEN.signed(keys("new", "old"));

        assertThat(young).isEqualTo(TOKEN.signed(keys("new"))).isNotEqualTo(old);
        assertThat(LinkToken.read(old, keys("new", "old"))).contains(TOKEN);
        assertThat(LinkToken.read(young, keys("new", "old"))).contains(TOKEN);
        assertThat(LinkToken.read(old, keys("new"))).isEmpty();
    }

    private static SigningKeys keys(String... secrets) {
        return new SigningKeys(Stream.of(secrets).map(secret -> secret.getBytes(StandardCharsets.UTF_8)).toList());
    }
}
