package io.sealane.node.federation;

import io.sealane.core.json.Json;
import io.sealane.node.http.Access;
import io.sealane.node.http.Answer;
import io.sealane.node.http.Route;
import io.sealane.node.keys.Revocations;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Where partners bring revocation lists. */
public final class RevocationRoute {
    static final String PATH = "/federation/v1/revocations";

    /** The content type of a list with its issuer's certificate. */
    static final String PEM = "application/x-pem-file";

    private static final int MOST_BYTES = 256 << 10;

    private RevocationRoute() {}

    /** The route over the lists that this node knows. */
    public static Route of(Revocations revocations) {
        return Route.post(
                PATH,
                Access.PARTNER,
                Set.of(),
                PEM,
                MOST_BYTES,
                ask -> {
                    revocations.take(new String(ask.body(), StandardCharsets.US_ASCII));
                    return Answer.json(200, Json.object());
                });
    }
}
