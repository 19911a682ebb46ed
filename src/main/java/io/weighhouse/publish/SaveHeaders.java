package io.weighhouse.publish;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.AliasWish;
import io.weighhouse.catalog.Labels;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.SaveOptions;
import io.weighhouse.catalog.Visibility;
import io.weighhouse.catalog.WrittenText;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.web.QueryParameters;

/**
 * The headers {@code X-Model-…} of a save, each also a query parameter in lower case without its prefix. A header that is
 * not known is refused: ignoring it could lose what the client relied on.
 */
final class SaveHeaders {

    private static final String PREFIX = "x-model-";
    private static final Set<String> KNOWN = Set.of("name", "description", "visibility", "labels", "alias", "alias-if");
    private static final String IDEMPOTENCY_KEY = "idempotency-key";
    private static final Pattern KEY_RULE = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int SHOWN = 60;

    private final MultiMap headers;
    private final MultiMap query;

    SaveHeaders(HttpServerRequest request) {
        this.headers = request.headers();
        this.query = QueryParameters.of(request);
        refuseUnknown();
    }

    private void refuseUnknown() {
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX) && !KNOWN.contains(name.substring(PREFIX.length()))) {
                throw unknown(header.getKey());
            }
        }
    }

    private static RuntimeException unknown(String name) {
        String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
        return ProblemType.MALFORMED_REQUEST.because("This registry does not know the header '%s' of a save", shown)
                .with("name", shown);
    }

    /** The request for the model that the URL names. */
    SaveRequest forModel(ModelName model) {
        named().filter(other -> !other.equals(model)).ifPresent(other -> {
            throw ProblemType.MALFORMED_REQUEST.because("The URL names the model %s, X-Model-Name another one: %s", model,
                    other);
        });
        return new SaveRequest(model, options(Visibility.PRIVATE), announcedBytes());
    }

    /** The request for the model that the headers name, or for the default one. */
    SaveRequest forUpload(Optional<ModelName> defaultModel) {
        Optional<ModelName> named = named();
        ModelName model = named.or(() -> defaultModel).orElseThrow(() -> ProblemType.MODEL_NAME_REQUIRED.because(
                "Name the model by the header 'X-Model-Name: namespace/model', by '?model=namespace/model', "
                        + "or save to /models/{namespace}/{model}"));
        Visibility otherwise = named.isPresent() ? Visibility.PRIVATE : Visibility.PUBLIC;
        return new SaveRequest(model, options(otherwise), announcedBytes());
    }

    private OptionalLong announcedBytes() {
        String announced = headers.get("Content-Length");
        return announced == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(announced));
    }

    private SaveOptions options(Visibility otherwise) {
        return new SaveOptions(Optional.of(visibility().orElse(otherwise)), value("description"), labels(), alias(),
                idempotencyKey());
    }

    private Optional<AliasWish> alias() {
        Optional<OptionalInt> standing = value("alias-if").map(SaveHeaders::standing);
        Optional<AliasName> alias = value("alias").map(AliasName::new);
        if (standing.isPresent() && alias.isEmpty()) {
            throw ProblemType.MALFORMED_REQUEST.because("X-Model-Alias-If says where an alias must stand, but no X-Model-Alias "
                    + "names it");
        }
        return alias.map(name -> new AliasWish(name, standing.orElse(OptionalInt.empty())));
    }

    private static OptionalInt standing(String text) {
        if (text.equals("none")) {
            return OptionalInt.of(0);
        }
        if (!Ref.NUMBER.matcher(text).matches()) {
            throw ProblemType.MALFORMED_REQUEST.because("X-Model-Alias-If is the number of a version or 'none', not '%s'",
                    text);
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private Labels labels() {
        return given("labels").map(LabelList::read).orElse(Labels.NONE);
    }

    private Optional<String> idempotencyKey() {
        Optional<String> key = single(IDEMPOTENCY_KEY, headers.getAll(IDEMPOTENCY_KEY))
                .or(() -> single(IDEMPOTENCY_KEY, query.getAll(IDEMPOTENCY_KEY)));
        key.filter(text -> !KEY_RULE.matcher(text).matches()).ifPresent(text -> {
            throw ProblemType.MALFORMED_REQUEST.because("An Idempotency-Key is 1 to 255 visible ASCII characters");
        });
        return key;
    }

    private Optional<ModelName> named() {
        return value("name").or(() -> single("model", query.getAll("model"))).map(ModelName::parse);
    }

    private Optional<Visibility> visibility() {
        return value("visibility").map(Visibility::parse);
    }

    private Optional<String> value(String name) {
        return single(PREFIX + name, headers.getAll(PREFIX + name)).map(HeaderText::decode)
                .or(() -> name.equals("name") ? Optional.empty() : single(name, query.getAll(name)))
                .map(text -> WrittenText.checked(PREFIX + name, text));
    }

    /** As {@link #value}, but percent-encoded as it came. */
    private Optional<String> given(String name) {
        return single(PREFIX + name, headers.getAll(PREFIX + name)).map(HeaderText::utf8)
                .or(() -> single(name, query.getAll(name)));
    }

    private static Optional<String> single(String name, List<String> values) {
        if (values.size() > 1) {
            throw ProblemType.MALFORMED_REQUEST.because("'%s' is given %d times", name, values.size());
        }
        return values.stream().findFirst();
    }
}
