package io.sealane.node.http;

import io.sealane.core.identity.Refusal;
import io.vertx.core.http.HttpMethod;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * One thing that can be asked.
 *
 * @param path with {@code {name}} for the end of a segment and, last, {@code {+name}} for all
 *     that follows
 * @param parameters of the query; any other is refused, so that a mistyped filter is not ignored
 * @param mostBytes of the body
 * @param contentType the body's; empty where there is none
 * @param draft of an act that takes two operators where the policy says so; null of all else
 */
public record Route(
        HttpMethod method,
        String path,
        Access access,
        Set<String> parameters,
        String contentType,
        int mostBytes,
        Lane lane,
        Handler handler,
        @Nullable Draft draft) {

    /** Answers a request; runs on a virtual thread of its own. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Ask ask) throws Refusal;
    }

    /** Writes down an act before anybody does it. */
    @FunctionalInterface
    public interface Draft {
        /**
         * The body that it is done with later, with what the request leaves out.
         *
         * @throws Refusal where it is plain already that it could not be done
         */
        byte[] of(Ask ask) throws Refusal;
    }

    /** What a request mostly does, which decides how many of its kind run at once. */
    public enum Lane {
        /** Computes and stores. */
        WORK,
        /** Waits for something to happen. */
        WAIT,
        /** Tells an operator how the node is; never queued behind the others. */
        HEALTH
    }

    public static Route get(String path, Access access, Set<String> parameters, Handler handler) {
        return new Route(HttpMethod.GET, path, access, parameters, "", 0, Lane.WORK, handler, null);
    }

    public static Route post(
            String path,
            Access access,
            Set<String> parameters,
            String contentType,
            int mostBytes,
            Handler handler) {
        return new Route(
                HttpMethod.POST,
                path,
                access,
                parameters,
                contentType,
                mostBytes,
                Lane.WORK,
                handler,
                null);
    }

    /** As a post, of something that is there already. */
    public static Route patch(String path, Access access, int mostBytes, Handler handler) {
        return new Route(
                HttpMethod.PATCH,
                path,
                access,
                Set.of(),
                Answer.JSON,
                mostBytes,
                Lane.WORK,
                handler,
                null);
    }

    public static Route delete(String path, Access access, Handler handler) {
        return new Route(
                HttpMethod.DELETE, path, access, Set.of(), "", 0, Lane.WORK, handler, null);
    }

    public Route in(Lane other) {
        return new Route(
                method, path, access, parameters, contentType, mostBytes, other, handler, draft);
    }

    /** As one that takes two operators where the policy says so. */
    public Route drafted(Draft by) {
        return new Route(
                method, path, access, parameters, contentType, mostBytes, lane, handler, by);
    }

    /** Answered otherwise. */
    Route answered(Handler other) {
        return new Route(
                method, path, access, parameters, contentType, mostBytes, lane, other, draft);
    }
}
