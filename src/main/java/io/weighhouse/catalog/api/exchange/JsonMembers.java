package io.weighhouse.catalog.api.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.WrittenText;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/**
 * The members of a JSON object that a client sent; what is wrong is told by a JSON pointer.
 *
 * @param at pointer to the object
 */
public record JsonMembers(ObjectNode object, String at) {

    private static final int SHOWN = 60;
    private static final long MOST = (1L << 53) - 1;

    /** Refuses members of other names: ignoring them could lose what the client meant. */
    public JsonMembers only(Set<String> names) {
        names().stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw refusal(name, "is not known here");
        });
        return this;
    }

    public List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public boolean has(String name) {
        return object.has(name);
    }

    /** Whether the member is absent or null. */
    public boolean isNull(String name) {
        return !object.hasNonNull(name);
    }

    /** The number of a version, or another from 1 to 999,999,999. */
    public int number(String name) {
        JsonNode value = object.path(name);
        if (!value.isIntegralNumber() || !Ref.NUMBER.matcher(value.asText()).matches()) {
            throw refusal(name, "must be a whole number from 1 on");
        }
        return value.intValue();
    }

    /** A number from 0 on that every JavaScript client can tell. */
    public long count(String name) {
        JsonNode value = object.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0 || value.longValue() > MOST) {
            throw refusal(name, "must be a whole number from 0 to 2^53 - 1");
        }
        return value.longValue();
    }

    public String text(String name) {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw refusal(name, "must be a string");
        }
        return checked(name, value.textValue());
    }

    /** The object that the member is. */
    public JsonMembers members(String name) {
        if (object.path(name) instanceof ObjectNode inner) {
            return new JsonMembers(inner, pointer(name));
        }
        throw refusal(name, "must be an object");
    }

    /** The objects in the array that the member is. */
    public List<JsonMembers> list(String name) {
        List<JsonMembers> list = new ArrayList<>();
        for (JsonNode value : array(name)) {
            if (!(value instanceof ObjectNode inner)) {
                throw refusal(name, "must be an array of objects");
            }
            list.add(new JsonMembers(inner, pointer(name) + "/" + list.size()));
        }
        return list;
    }

    /** The strings in the array that the member is. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : array(name)) {
            if (!value.isTextual()) {
                throw refusal(name, "must be an array of strings");
            }
            texts.add(checked(name, value.textValue()));
        }
        return texts;
    }

    private JsonNode array(String name) {
        JsonNode value = object.path(name);
        if (!value.isArray()) {
            throw refusal(name, "must be an array");
        }
        return value;
    }

    private String checked(String name, String text) {
        try {
            return WrittenText.checked(name, text);
        } catch (RegistryException control) {
            throw control.with("pointer", pointer(name));
        }
    }

    public RegistryException refusal(String name, String what) {
        return ProblemType.MALFORMED_REQUEST.because("'%s' %s", shown(name), what).with("pointer", pointer(name));
    }

    private String pointer(String name) {
        return at + "/" + shown(name).replace("~", "~0").replace("/", "~1");
    }

    private static String shown(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    }
}
