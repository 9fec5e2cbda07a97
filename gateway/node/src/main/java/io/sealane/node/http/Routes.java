package io.sealane.node.http;

import io.vertx.core.http.HttpMethod;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All routes of a listener. */
public final class Routes {
    private final List<Route> routes;
    private final List<String[]> segments;

    public Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.segments = this.routes.stream().map(route -> route.path().split("/", -1)).toList();
    }

    public List<Route> all() {
        return routes;
    }

    /** What a path leads to. */
    sealed interface Found {}

    record Match(Route route, Map<String, String> places) implements Found {}

    /** The path is known, the method is not among these. */
    record WrongMethod(List<HttpMethod> allowed) implements Found {}

    record Nothing() implements Found {}

    /**
     * Finds the route.
     *
     * @param path as it was sent; none of our paths has a character that needs an escape, so that
     *     a path has one spelling only
     */
    Found find(HttpMethod method, String path) {
        String[] asked = path.split("/", -1);
        List<HttpMethod> allowed = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            Map<String, String> places = places(segments.get(i), asked);
            if (places == null) {
                continue;
            }
            Route route = routes.get(i);
            if (route.method().equals(method)) {
                return new Match(route, places);
            }
            allowed.add(route.method());
        }
        return allowed.isEmpty() ? new Nothing() : new WrongMethod(allowed);
    }

    private static @Nullable Map<String, String> places(String[] pattern, String[] asked) {
        Map<String, String> places = new LinkedHashMap<>();
        for (int i = 0; i < pattern.length; i++) {
            String part = pattern[i];
            if (part.startsWith("{+") && asked.length > i) {
                places.put(
                        part.substring(2, part.length() - 1),
                        String.join("/", List.of(asked).subList(i, asked.length)));
                return places;
            }
            if (i >= asked.length) {
                return null;
            }
            int brace = part.indexOf('{');
            if (brace < 0 && !part.equals(asked[i])) {
                return null;
            }
            if (brace >= 0) {
                String text = asked[i];
                if (text.length() <= brace || !text.startsWith(part.substring(0, brace))) {
                    return null;
                }
                places.put(part.substring(brace + 1, part.length() - 1), text.substring(brace));
            }
        }
        return asked.length == pattern.length ? places : null;
    }
}
