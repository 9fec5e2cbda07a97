package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which places were searched for canaries, and what was found there beyond what was granted. */
final class CanaryTally {
    private static final class Place {
        long bytes;
        int searched;
        int rightly;
        boolean control;
        final List<String> hits = new ArrayList<>();
    }

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final int canaries;

    CanaryTally(int canaries) {
        this.canaries = canaries;
    }

    /**
     * One search of a place.
     *
     * @param rightly how many canaries were found where they may be
     * @param beyond those that may not
     * @param control whether something was found that has to be there
     */
    void note(String place, long bytes, int rightly, Iterable<String> beyond, boolean control) {
        Place at = places.computeIfAbsent(place, _ -> new Place());
        at.bytes += bytes;
        at.searched++;
        at.rightly += rightly;
        at.control |= control;
        beyond.forEach(at.hits::add);
    }

    /** No hits, and a control found in every place. */
    void check() {
        places.forEach((name, place) -> {
            assertThat(place.hits).as("beyond the grant in %s", name).isEmpty();
            assertThat(place.control).as("a control in %s", name).isTrue();
        });
    }

    @Override
    public String toString() {
        var table = new StringBuilder("place searched | times | KB | granted | beyond | control\n");
        int hits = 0;
        for (Map.Entry<String, Place> one : places.entrySet()) {
            Place place = one.getValue();
            hits += place.hits.size();
            table.append(
                    String.format(
                            Locale.ROOT,
                            "%s | %d | %d | %d | %d | %s%n",
                            one.getKey(),
                            place.searched,
                            place.bytes / 1024,
                            place.rightly,
                            place.hits.size(),
                            place.control ? "found" : "NOT FOUND"));
        }
        return table.append(
                        "%d canaries, %d places, %d hits".formatted(canaries, places.size(), hits))
                .toString();
    }
}
