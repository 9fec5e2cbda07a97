package io.sealane.core.document;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One place in the documents of a type and what its profile says about it. The places of a profile
 * form a tree; a place that the profile does not speak of belongs to the nearest one above it.
 */
final class Place {
    final List<String> path;

    /** Nearest class above: what stands here unhidden is shown under it; null at the top. */
    final @Nullable FieldClass within;

    final Map<String, Place> members = new LinkedHashMap<>();
    final List<GovernmentRule> rules = new ArrayList<>();
    final List<Added> added = new ArrayList<>();

    /** Members that may be raised by themselves: where one is absent, a decoy takes its place. */
    final List<String> slots = new ArrayList<>();

    @Nullable Place element;

    /** The class under which this place is hidden; null if it stands in its parent. */
    @Nullable FieldClass unit;

    /** At the top: whether everything below may stand in the clear. */
    boolean clear;

    /** Whether this place is a member that the issuer adds. */
    boolean issuers;

    /** Whether anything below is hidden by itself. */
    boolean holdsUnits;

    Place(List<String> path, @Nullable FieldClass within) {
        this.path = List.copyOf(path);
        this.within = within;
    }

    /** The class of what stands here unhidden. */
    @Nullable FieldClass shownUnder() {
        return unit == null ? within : unit;
    }

    boolean isUnit() {
        return unit != null;
    }

    @Nullable Place member(String name) {
        return members.get(name);
    }

    /** The place at a path below this one, or null. */
    @Nullable Place at(List<String> below) {
        Place place = this;
        for (String step : below) {
            place = step.equals("*") ? place.element : place.members.get(step);
            if (place == null) {
                return null;
            }
        }
        return place;
    }

    @Override
    public String toString() {
        return String.join("/", path);
    }
}
