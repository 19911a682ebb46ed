package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.SmallRyeConfigBuilder;

/** Settings that cannot hold at once are refused with the names of both. */
class StartupContradictionsTest {

    @ParameterizedTest
    @CsvSource({ //
            "database.password=x, WEIGHHOUSE_DATABASE_PASSWORD, WEIGHHOUSE_DATABASE_URL",
            "database.username=x, WEIGHHOUSE_DATABASE_USERNAME, WEIGHHOUSE_DATABASE_URL",
            "s3.endpoint=http://s3:9000, WEIGHHOUSE_S3_ENDPOINT, WEIGHHOUSE_S3_BUCKET",
            "s3.bucket=b;s3.access-key=x, WEIGHHOUSE_S3_ACCESS_KEY, WEIGHHOUSE_S3_SECRET_KEY",
            "s3.bucket=b;s3.secret-key=x, WEIGHHOUSE_S3_SECRET_KEY, WEIGHHOUSE_S3_ACCESS_KEY",
            "s3.access-key=x;s3.secret-key=x, WEIGHHOUSE_S3_, WEIGHHOUSE_S3_BUCKET",
            "s3.bucket=b;storage.folder=x, WEIGHHOUSE_STORAGE_FOLDER, WEIGHHOUSE_S3_BUCKET",
            "upload.lease=1m, WEIGHHOUSE_UPLOAD_LEASE_RENEWAL, WEIGHHOUSE_UPLOAD_LEASE",
            "upload.lease-renewal=soon, WEIGHHOUSE_UPLOAD_LEASE_RENEWAL, such as 30s",
            "s3.upload-part-size=4M, WEIGHHOUSE_S3_UPLOAD_PART_SIZE, from 5M to 1G",
            "s3.upload-part-size=big, WEIGHHOUSE_S3_UPLOAD_PART_SIZE, such as 8M" })
    void refusesAndNamesBoth(String settings, String one, String other) {
        assertThatThrownBy(() -> check(settings)).isInstanceOf(StartupRefused.class).hasMessageContainingAll(one, other);
    }

    @ParameterizedTest
    @ValueSource(strings = { "data=x", "storage.folder=x", "s3.bucket=b", "s3.bucket=b;s3.endpoint=http://s3:9000",
            "s3.bucket=b;s3.access-key=x;s3.secret-key=y;s3.upload-part-size=5M", "database.url=x;database.username=x;data=x" })
    void takesWhatGoesTogether(String settings) {
        assertThatCode(() -> check(settings)).doesNotThrowAnyException();
    }

    private static void check(String settings) {
        var builder = new SmallRyeConfigBuilder();
        Arrays.stream(settings.split(";")).map(line -> line.split("=", 2))
                .forEach(line -> builder.withDefaultValue("weighhouse." + line[0], line[1]));
        new StartupContradictions(builder.build()).check();
    }
}
