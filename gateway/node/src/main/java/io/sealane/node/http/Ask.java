package io.sealane.node.http;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * A request whose caller passed the gate and whose body is whole.
 *
 * @param places what stands at the route's {@code {...}}
 * @param query each parameter with its one value
 * @param headers by name in lower case
 * @param certificate of the connection, shown with a proof of possession; null if none was
 * @param gone whether nobody waits for the answer any more
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to read, never compared.
public record Ask(
        Caller caller,
        Map<String, String> places,
        Map<String, String> query,
        Map<String, List<String>> headers,
        @Nullable X509Certificate certificate,
        byte[] body,
        BooleanSupplier gone) {

    /** What stands at {@code {name}} of the route's path. */
    public String place(String name) {
        String value = places.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no place of that name");
        }
        return value;
    }

    /** An id in the path. Whatever is no id was never given to anything: not found. */
    public UUID id(String name) throws Refusal {
        String text = place(name);
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new Refusal(Code.NOT_FOUND, "There is nothing here under that id.");
    }

    public @Nullable String parameter(String name) {
        return query.get(name);
    }

    /** A whole number of the query. */
    public int number(String name, int otherwise, int least, int most) throws Refusal {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new Refusal(
                Code.INVALID_REQUEST,
                "The parameter " + name + " is a number from " + least + " to " + most + ".");
    }

    /** A header that may be there once. */
    public @Nullable String header(String name) throws Refusal {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new Refusal(Code.INVALID_REQUEST, "The header " + name + " is there twice.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** The party that asks, on a route that only parties reach. */
    public io.sealane.core.identity.PartyId party() {
        if (caller instanceof Caller.Party party) {
            return party.id();
        }
        throw new IllegalStateException("the route is not one of parties");
    }
}
