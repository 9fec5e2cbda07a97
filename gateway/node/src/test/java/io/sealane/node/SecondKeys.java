package io.sealane.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.Authority;
import io.sealane.certs.KeyPairs;
import io.sealane.certs.Site;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.SignatureType;
import io.sealane.node.disk.DurableFile;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.KeyGenerator;

/** A second key of every purpose of a node, as its operator adds them to the file. */
final class SecondKeys {
    /** By so much an authority dates back what it issues. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final Duration LIFE = Duration.ofDays(30);

    private final Site site;
    private final Map<String, KeyPair> pairs;

    private SecondKeys(Site site, Map<String, KeyPair> pairs) {
        this.site = site;
        this.pairs = pairs;
    }

    /** Adds them to the file, each to be used from a time on; the storage key counts at once. */
    static SecondKeys add(Site site, Instant begin) throws Exception {
        Map<String, KeyPair> pairs = new LinkedHashMap<>();
        for (String purpose : List.of("tls", "federation", "presentation", "issuing")) {
            pairs.put(purpose, KeyPairs.p256());
        }
        pairs.put("issuing-pq", KeyPairs.mlDsa65());
        pairs.put("log", KeyPairs.ed25519());
        pairs.put("log-pq", KeyPairs.mlDsa44());
        change(
                site,
                (store, password) -> {
                    for (var one : pairs.entrySet()) {
                        store.setKeyEntry(
                                one.getKey() + "-2",
                                one.getValue().getPrivate(),
                                password,
                                certificates(site, one.getKey(), one.getValue(), begin));
                    }
                    KeyGenerator generator = KeyGenerator.getInstance("AES");
                    generator.init(256);
                    store.setEntry(
                            "storage-2",
                            new KeyStore.SecretKeyEntry(generator.generateKey()),
                            new KeyStore.PasswordProtection(password));
                });
        return new SecondKeys(site, pairs);
    }

    private static Certificate[] certificates(
            Site site, String purpose, KeyPair pair, Instant begin) {
        boolean tls = purpose.equals("tls");
        String name = site.node().name();
        return new Certificate[] {
            site.authority()
                    .issue(
                            tls ? name : purpose,
                            pair.getPublic(),
                            tls ? Authority.Use.NODE : Authority.Use.SIGNING,
                            tls ? List.of(name, "127.0.0.1") : List.of(),
                            begin.plus(BACKDATED),
                            LIFE),
            site.authority().certificate()
        };
    }

    /** Takes a key out of the file. */
    static void remove(Site site, String alias) throws Exception {
        change(site, (store, password) -> store.deleteEntry(alias));
    }

    /** What is done to the file of keys. */
    interface Change {
        void to(KeyStore store, char[] password) throws Exception;
    }

    /** Changes the file that the node has read. */
    static void change(Site site, Change change) throws Exception {
        Path file = site.folder().resolve("keys/node.p12");
        char[] password =
                Files.readString(site.folder().resolve("keys/password")).strip().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        change.to(store, password);
        var out = new ByteArrayOutputStream();
        store.store(out, password);
        DurableFile.writePrivate(file, out.toByteArray());
    }

    /** The thumbprint of the EC key of a purpose. */
    String kid(String purpose) {
        return KeyPairs.publicKey(pair(purpose)).kid();
    }

    private KeyPair pair(String purpose) {
        KeyPair pair = pairs.get(purpose);
        if (pair == null) {
            throw new AssertionError("no key for " + purpose);
        }
        return pair;
    }

    private NoteVerifier verifier(String purpose, SignatureType type) {
        return NoteVerifier.of(site.node().origin(), type, pair(purpose).getPublic());
    }

    /** Whether the node signs with all of them, by its own word. */
    boolean areCurrent(Operator operator) throws Exception {
        JsonNode keys = Json.parse(operator.get("/v1/keys", "/v1/keys").body()).path("keys");
        return isCurrent(keys, "federation", kid("federation"))
                && isCurrent(keys, "presentation", kid("presentation"))
                && isCurrent(keys, "issuing", kid("issuing"))
                && isCurrent(keys, "issuing-second", KeyPairs.secondKey(pair("issuing-pq")).kid())
                && isCurrent(keys, "log", verifier("log", SignatureType.ED25519).thumbprint())
                && isCurrent(
                        keys, "log-pq", verifier("log-pq", SignatureType.ML_DSA_44).thumbprint());
    }

    /** The current one of a purpose comes first. */
    private static boolean isCurrent(JsonNode keys, String purpose, String kid) {
        for (JsonNode one : keys) {
            if (one.path("purpose").asText().equals(purpose)) {
                return one.path("kid").asText().equals(kid);
            }
        }
        return false;
    }

    /** Adds the public halves to what an auditor knows of the node. */
    void addTo(ObjectNode node) {
        put(node, "federationKeys", KeyPairs.publicKey(pair("federation")).toJwk());
        put(node, "presentationKeys", KeyPairs.publicKey(pair("presentation")).toJwk());
        put(node, "issuingKeys", KeyPairs.publicKey(pair("issuing")).toJwk());
        put(node, "issuingKeys", KeyPairs.secondKey(pair("issuing-pq")).toJwk());
        ((ArrayNode) node.at("/logs/0/vkeys"))
                .add(verifier("log", SignatureType.ED25519).vkey())
                .add(verifier("log-pq", SignatureType.ML_DSA_44).vkey());
    }

    private static void put(ObjectNode node, String member, ObjectNode jwk) {
        ((ArrayNode) node.path(member)).add(jwk);
    }
}
