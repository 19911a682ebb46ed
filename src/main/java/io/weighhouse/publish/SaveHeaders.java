package io.weighhouse.publish;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Visibility;
import io.weighhouse.problem.ProblemType;

/**
 * The headers {@code X-Model-…} of a save, each also a query parameter in lower case without its prefix. A header that is
 * not known is refused: ignoring it could lose what the client relied on.
 */
final class SaveHeaders {

    private static final String PREFIX = "x-model-";
    private static final Set<String> KNOWN = Set.of("name", "description", "visibility");
    private static final Set<String> NOT_YET = Set.of("alias", "alias-if", "labels");
    private static final int SHOWN = 60;

    private final MultiMap headers;
    private final MultiMap query;

    SaveHeaders(HttpServerRequest request) {
        this.headers = request.headers();
        this.query = request.params();
        refuseUnknown();
    }

    private void refuseUnknown() {
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX) && !KNOWN.contains(name.substring(PREFIX.length()))
                    || name.equals("idempotency-key")) {
                throw unknown("header", header.getKey());
            }
        }
        NOT_YET.stream().filter(query::contains).findFirst().ifPresent(name -> {
            throw unknown("query parameter", name);
        });
        if (query.contains("t")) {
            throw unknown("query parameter", "t");
        }
    }

    private static RuntimeException unknown(String kind, String name) {
        String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
        return ProblemType.MALFORMED_REQUEST.because("This registry does not know the %s '%s' of a save", kind, shown)
                .with("name", shown);
    }

    /** The request for the model that the URL names. */
    SaveRequest forModel(ModelName model) {
        named().filter(other -> !other.equals(model)).ifPresent(other -> {
            throw ProblemType.MALFORMED_REQUEST.because("The URL names the model %s, X-Model-Name another one: %s", model,
                    other);
        });
        return new SaveRequest(model, visibility().orElse(Visibility.PRIVATE), value("description"));
    }

    /** The request for the model that the headers name, or for the default one. */
    SaveRequest forUpload(Optional<ModelName> defaultModel) {
        Optional<ModelName> named = named();
        ModelName model = named.or(() -> defaultModel).orElseThrow(() -> ProblemType.MODEL_NAME_REQUIRED.because(
                "Name the model by the header 'X-Model-Name: namespace/model', by '?model=namespace/model', "
                        + "or save to /models/{namespace}/{model}"));
        Visibility otherwise = named.isPresent() ? Visibility.PRIVATE : Visibility.PUBLIC;
        return new SaveRequest(model, visibility().orElse(otherwise), value("description"));
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
                .map(text -> HeaderText.checked(PREFIX + name, text));
    }

    private static Optional<String> single(String name, List<String> values) {
        if (values.size() > 1) {
            throw ProblemType.MALFORMED_REQUEST.because("'%s' is given %d times", name, values.size());
        }
        return values.stream().findFirst();
    }
}
