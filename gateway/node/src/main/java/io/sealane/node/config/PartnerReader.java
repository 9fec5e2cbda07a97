package io.sealane.node.config;

import io.sealane.core.identity.Key;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.NoteVerifier;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the partners: where they are, and by which keys they are known. */
final class PartnerReader {
    private static final String ADDRESS = "Write https://host:port of its federation listener.";
    private static final String PIN =
            "Write the SHA-256 of its certificate's public key in base64url without padding:"
                    + " openssl x509 -in cert.pem -pubkey -noout | openssl pkey -pubin -outform der"
                    + " | openssl dgst -sha256 -binary | basenc --base64url | tr -d =";

    private final Section top;

    PartnerReader(Section top) {
        this.top = top;
    }

    List<NodeConfig.Partner> partners() {
        List<NodeConfig.Partner> partners = new ArrayList<>();
        for (Section section : top.sections("partners")) {
            NodeConfig.Partner partner = partner(section);
            if (partner != null) {
                partners.add(partner);
            }
        }
        return partners;
    }

    private static NodeConfig.@Nullable Partner partner(Section section) {
        String node = section.text("node", "Write the partner's host name.");
        if (!node.isEmpty() && !PartyId.isNode(node)) {
            section.note("node", "is not a host name.", "Write it in lower case.");
        }
        URI address = address(section);
        Set<String> pins = pins(section);
        @Nullable Key federation = PublicKeyReader.required(section, "federationKey");
        List<Key> presentation = PublicKeyReader.list(section, "presentationKeys");
        List<Key> issuing = PublicKeyReader.issuers(section, "issuingKeys");
        Section log = section.required("log", "Write {origin: ..., vkeys: [...]}.");
        String origin = log == null ? "" : origin(log, node);
        List<NoteVerifier> logKeys = log == null ? List.of() : logKeys(log, origin);
        section.end("node, address, pins, federationKey, presentationKeys, issuingKeys, log");
        return address == null || federation == null
                ? null
                : new NodeConfig.Partner(
                        node, address, pins, federation, presentation, issuing, origin, logKeys);
    }

    static @Nullable URI address(Section section) {
        String text = section.text("address", ADDRESS);
        try {
            URI uri = new URI(text);
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, with the other faults an address can have.
        }
        if (!text.isEmpty()) {
            section.note("address", "is not such an address.", ADDRESS);
        }
        return null;
    }

    static Set<String> pins(Section section) {
        Set<String> pins = new LinkedHashSet<>();
        for (String pin : section.texts("pins", PIN)) {
            if (PublicKeyReader.isHash(pin)) {
                pins.add(pin);
            } else {
                section.note("pins", "holds what is not the hash of a key.", PIN);
            }
        }
        if (pins.isEmpty()) {
            section.note("pins", "names no key.", PIN);
        }
        return pins;
    }

    private static String origin(Section log, String node) {
        String origin = log.text("origin", "Write the log's name, e.g. " + node + "/log/1.");
        if (!origin.isEmpty() && !origin.matches("[^/]+/log/[1-9][0-9]{0,4}")) {
            log.note("origin", "is not the name of a log.", "Write " + node + "/log/1.");
        } else if (!origin.isEmpty() && !origin.startsWith(node + "/")) {
            log.note("origin", "is another node's log.", "It begins with " + node + "/log/.");
        }
        return origin;
    }

    private static List<NoteVerifier> logKeys(Section log, String origin) {
        List<NoteVerifier> keys = new ArrayList<>();
        for (String vkey : log.texts("vkeys", "Write the log's verifier keys.")) {
            try {
                NoteVerifier key = NoteVerifier.parse(vkey);
                if (!key.name().equals(origin)) {
                    log.note("vkeys", "holds a key of another log.", "Its name is the origin.");
                }
                keys.add(key);
            } catch (Refusal e) {
                log.note("vkeys", "holds what is not a verifier key.", "Copy the vkey again.");
            }
        }
        if (keys.isEmpty()) {
            log.note("vkeys", "names no key.", "Write the log's verifier keys.");
        }
        log.end("origin, vkeys");
        return keys;
    }
}
