package io.sealane.node.http;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** The description of {@code /v1}, written by hand, served as it is. */
public final class OpenApi {
    private final byte[] document;

    public OpenApi() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not on the class path");
            }
            document = in.readAllBytes();
            Json.parseObject(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Refusal e) {
            throw new IllegalStateException("openapi.json is not JSON", e);
        }
    }

    public List<Route> routes() {
        return List.of(
                Route.get(
                        "/openapi.json", Access.OPEN, Set.of(), ask -> Answer.json(200, document)));
    }
}
