package io.sealane.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The members of one JSON object of a known form, read by name and type. Everything that does not
 * fit is refused with the one code that the reader of this form uses.
 */
public final class Members {
    private final ObjectNode object;
    private final Code code;
    private final String what;

    private Members(ObjectNode object, Code code, String what) {
        this.object = object;
        this.code = code;
        this.what = what;
    }

    /**
     * The members of {@code node}, which must be an object.
     *
     * @param code what everything that does not fit is refused with
     * @param what the form, for messages: {@code "The key-binding JWT"}
     */
    public static Members of(JsonNode node, Code code, String what) throws Refusal {
        if (node instanceof ObjectNode object) {
            return new Members(object, code, what);
        }
        throw new Refusal(code, what + " is not a JSON object.");
    }

    /** Refuses every member that is not named here. */
    public Members only(Set<String> names) throws Refusal {
        Iterator<String> members = object.fieldNames();
        while (members.hasNext()) {
            if (!names.contains(members.next())) {
                throw new Refusal(code, what + " has a member that its form does not have.");
            }
        }
        return this;
    }

    public boolean has(String name) {
        return object.has(name);
    }

    public String text(String name) throws Refusal {
        JsonNode value = object.get(name);
        if (value == null || !value.isTextual()) {
            throw refusal(name, "a string");
        }
        return value.textValue();
    }

    /** The string, or null if there is no such member; a member of another type is refused. */
    public @Nullable String textOrNull(String name) throws Refusal {
        return object.has(name) ? text(name) : null;
    }

    /** Base64url of exactly {@code length} bytes, returned as it stands. */
    public String base64Url(String name, int length) throws Refusal {
        String text = text(name);
        int characters = (length * 4 + 2) / 3;
        if (text.length() != characters || !Base64Url.isCanonical(text)) {
            throw refusal(name, length + " bytes in base64url");
        }
        return text;
    }

    /** A whole number from 0 to 2^53. */
    public long count(String name) throws Refusal {
        JsonNode value = object.get(name);
        if (value == null || !value.isIntegralNumber() || value.longValue() < 0) {
            throw refusal(name, "a whole number");
        }
        return value.longValue();
    }

    public Members object(String name) throws Refusal {
        if (object.get(name) instanceof ObjectNode inner) {
            return new Members(inner, code, what);
        }
        throw refusal(name, "an object");
    }

    public List<String> texts(String name) throws Refusal {
        JsonNode value = object.get(name);
        if (value == null || !value.isArray()) {
            throw refusal(name, "an array of strings");
        }
        var texts = new ArrayList<String>(value.size());
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw refusal(name, "an array of strings");
            }
            texts.add(element.textValue());
        }
        return List.copyOf(texts);
    }

    private Refusal refusal(String name, String form) {
        return new Refusal(code, what + " needs " + form + " here.", Json.pointer("", name));
    }
}
