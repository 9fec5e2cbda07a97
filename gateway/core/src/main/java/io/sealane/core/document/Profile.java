package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.ProfileReader.Role;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What of a document type is hidden, under which class: one profile.json, compiled. */
public final class Profile {
    private final String id;
    private final Place root;
    private final Together together;
    private final Map<String, Role> roles;

    /** Compiles a profile.json; its format is described in schemas/README.md. */
    Profile(JsonNode json) {
        var reader = new ProfileReader(json);
        id = reader.type() + "#" + Digest.base64Url(Json.canonical(json));
        root = reader.places();
        together = reader.together();
        roles = reader.roles();
    }

    /** {@code transport-document/1.0#<base64url SHA-256 of the profile file's JCS form>}. */
    public String id() {
        return id;
    }

    /** The top of its places, for those who derive something else from them. */
    Place root() {
        return root;
    }

    /** Name of the mark in an element that its issuer raised. */
    String mark() {
        return together.mark();
    }

    /**
     * What to hide of a complete document: units, members added by the issuer (coarse twins,
     * summary), classes after the government rules, decoys. Elements keep their order.
     */
    public Shape shape(JsonNode body) {
        return shape(body, WatchList.EMPTY);
    }

    /** As {@link #shape(JsonNode)}; what the operator watches over raises what it travels with. */
    Shape shape(JsonNode body, WatchList watched) {
        return new Shaping(root, together, watched).shape(body);
    }

    /** Whether a list names anything in a document outside of what its issuer raised. */
    boolean names(WatchList watched, JsonNode shown) {
        for (Map.Entry<String, JsonNode> member : shown.properties()) {
            boolean apart = together.links().containsKey(member.getKey());
            for (JsonNode element : apart ? member.getValue() : List.of(shown)) {
                boolean named =
                        apart
                                ? !together.isMarked(element) && watched.names(element)
                                : watched.names(member.getKey(), member.getValue());
                if (named) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The class of one disclosure, as sender and receiver both derive it.
     *
     * @param path names below {@code doc}; an array position is {@code *}
     * @param value the disclosure's own value as signed, with {@code _sd} and {@code ...} digests
     *     still in it: what is nested and disclosed apart has a class of its own
     * @throws Refusal OVER_DISCLOSED if nothing may be disclosed at that path, or if the value
     *     holds in the clear what the profile hides apart
     */
    public FieldClass classOf(List<String> path, JsonNode value) throws Refusal {
        Place place = root.at(path);
        if (place == null || place.unit == null) {
            throw new Refusal(
                    Code.OVER_DISCLOSED, "The profile knows no disclosure at this place.");
        }
        for (GovernmentRule rule : place.rules) {
            if (rule.raises(value)) {
                // What is raised is one disclosure: all in it is of this class.
                return FieldClass.GOVERNMENT;
            }
        }
        checkOwn(place, value);
        return place.unit;
    }

    /**
     * Whether what stands in the clear in a token's {@code doc} may: it must be {@code routing} and
     * not hideable.
     *
     * @param clearDoc {@code doc} as signed, before any disclosure is put in
     * @throws Refusal OVER_DISCLOSED
     */
    public void checkClear(JsonNode clearDoc) throws Refusal {
        if (!(clearDoc instanceof ObjectNode)) {
            throw new Refusal(Code.OVER_DISCLOSED, "The document is not an object.");
        }
        checkOwn(root, clearDoc);
    }

    /** Refuses a value that holds in the clear what belongs to another class. */
    private static void checkOwn(Place place, JsonNode value) throws Refusal {
        if (place.clear || (place.shownUnder() != null && !place.holdsUnits)) {
            return;
        }
        if (value instanceof ObjectNode) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                if (!entry.getKey().equals("_sd")) {
                    checkOwn(place, place.member(entry.getKey()), entry.getValue());
                }
            }
        } else if (value instanceof ArrayNode) {
            for (JsonNode element : value) {
                if (!(element.size() == 1 && element.has("..."))) {
                    checkOwn(place, place.element, element);
                }
            }
        } else if (place.shownUnder() == null) {
            throw overDisclosed(place);
        }
    }

    private static void checkOwn(Place parent, @Nullable Place place, JsonNode value)
            throws Refusal {
        if (place == null) {
            // A unit owns what its profile does not speak of; the top owns nothing.
            if (parent.shownUnder() == null) {
                throw overDisclosed(parent);
            }
        } else if (place.isUnit()) {
            throw overDisclosed(place);
        } else {
            checkOwn(place, value);
        }
    }

    private static Refusal overDisclosed(Place place) {
        return new Refusal(
                Code.OVER_DISCLOSED,
                "Stands in the clear where the profile hides it.",
                place.path.isEmpty() ? "" : "/" + String.join("/", place.path));
    }

    /** The roles that the profile speaks of. */
    public Set<String> roles() {
        return roles.keySet();
    }

    /** Who is meant by a role, in words; empty if the profile does not speak of it. */
    public String says(String role) {
        Role known = roles.get(role);
        return known == null ? "" : known.says();
    }

    /** What a grant to a role usually allows: a template, which binds nobody. */
    public Set<FieldClass> template(String role) {
        Role known = roles.get(role);
        return known == null ? Set.of() : known.allow();
    }

    /**
     * The places of the type's documents that a reader of these classes is shown, with their
     * classes; what always stands in the clear is not among them. A place under a withheld one is
     * withheld with it.
     *
     * @return by path, e.g. {@code documentParties/shipper}
     */
    public Map<String, FieldClass> shown(Predicate<FieldClass> allowed) {
        var shown = new TreeMap<String, FieldClass>();
        collect(root, allowed, shown);
        return shown;
    }

    private static void collect(
            Place place, Predicate<FieldClass> allowed, Map<String, FieldClass> shown) {
        FieldClass unit = place.unit;
        if (unit != null) {
            if (!allowed.test(unit)) {
                return;
            }
            shown.put(place.toString(), unit);
        }
        place.members.values().forEach(member -> collect(member, allowed, shown));
        if (place.element != null) {
            collect(place.element, allowed, shown);
        }
    }

    /** The classes of which a role must be shown something in every document; may be empty. */
    public Set<FieldClass> required(String role) {
        Role known = roles.get(role);
        return known == null ? Set.of() : known.require();
    }

    /**
     * Whether what is required is there: something of each required class, and, where a required
     * class covers units that the summary counts (dangerous goods), all of them.
     *
     * @param disclosed the classes of the disclosures shown
     * @param presented the document with its disclosures in place
     * @throws Refusal UNDER_DISCLOSED
     */
    public void checkRequired(
            Collection<FieldClass> required, Collection<FieldClass> disclosed, JsonNode presented)
            throws Refusal {
        for (FieldClass wanted : required) {
            if (disclosed.stream().noneMatch(wanted::covers)) {
                throw new Refusal(
                        Code.UNDER_DISCLOSED, "Nothing of class " + wanted + " is shown.");
            }
        }
        for (Added added : root.added) {
            if (added.make() == Added.Make.DANGEROUS_GOODS_SUMMARY
                    && isRequired(added, required)
                    && !isComplete(added, presented)) {
                throw new Refusal(
                        Code.UNDER_DISCLOSED,
                        "Not all that the summary counts is shown.",
                        "/" + added.name());
            }
        }
    }

    private boolean isRequired(Added summary, Collection<FieldClass> required) {
        for (List<String> path : summary.from()) {
            Place counted = root.at(path);
            FieldClass unit = counted == null ? null : counted.unit;
            if (unit != null && required.stream().anyMatch(wanted -> wanted.covers(unit))) {
                return true;
            }
        }
        return false;
    }

    private boolean isComplete(Added summary, JsonNode presented) {
        int shown = 0;
        for (JsonNode list : Values.at(presented, summary.from(), together::isMarked)) {
            shown += list.size();
        }
        JsonNode count = presented.path(summary.name()).path("count");
        return count.isInt() && count.intValue() == shown;
    }

    /** A presented document without the members that the issuer added (twins, summary, marks). */
    public JsonNode original(JsonNode presented) {
        JsonNode copy = presented.deepCopy();
        strip(root, copy);
        for (String array : together.links().keySet()) {
            for (JsonNode element : copy.path(array)) {
                if (element instanceof ObjectNode object) {
                    object.remove(together.mark());
                }
            }
        }
        return copy;
    }

    private static void strip(Place place, JsonNode value) {
        if (value instanceof ObjectNode object) {
            place.added.forEach(added -> object.remove(added.name()));
            for (Map.Entry<String, Place> entry : place.members.entrySet()) {
                strip(entry.getValue(), object.path(entry.getKey()));
            }
        } else if (value instanceof ArrayNode && place.element != null) {
            for (JsonNode element : value) {
                strip(place.element, element);
            }
        }
    }
}
