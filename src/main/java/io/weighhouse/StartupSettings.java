package io.weighhouse;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.weighhouse.settings.TrueOrFalse;

/** What has to be known before the registry starts: where its database is, and who may save. */
@ConfigMapping(prefix = "weighhouse")
public interface StartupSettings {

    /** The data folder of the one-command run; not used with an external database. */
    @WithDefault("data")
    Path data();

    /**
     * The key that may do everything: 24 to 200 characters out of {@code A-Z a-z 0-9 _ -} that begin with {@code wh_}. Without
     * it the one-command run makes one and keeps it in {@code admin.key}; with an external database it is required, unless an
     * issuer of tokens is set.
     */
    Optional<String> adminKey();

    /** Whether saves need no credentials; refused unless the registry is bound to a loopback address. */
    @WithDefault("false")
    @WithConverter(TrueOrFalse.class)
    boolean open();

    /** The PostgreSQL that all replicas share. */
    Database database();

    /** Set by the one-command run itself: what the embedded parts tell the running registry. */
    Embedded embedded();

    /** An external PostgreSQL; without a URL the registry brings its own. */
    interface Database {

        /** Such as {@code postgresql://db.example:5432/weighhouse}, without user and password. */
        Optional<String> url();

        /** The database role that owns the schema. */
        Optional<String> username();

        /** The role's password. */
        Optional<String> password();
    }

    /** Not for operators. */
    interface Embedded {

        /** The data folder of the embedded parts, where they run. */
        Optional<Path> dataFolder();

        /** The file that holds the admin key, where the registry made it. */
        Optional<Path> adminKeyFile();
    }
}
