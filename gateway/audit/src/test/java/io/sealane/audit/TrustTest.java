package io.sealane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.SignatureType;

import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

class TrustTest {
    private static final String US = "us.sealane.example";
    private static final String NL = "nl.sealane.example";
    private static final Trust TRUST = new Trust(List.of(node(US), node(NL)));

    @Test
    void a_trust_file_is_read_back() throws Refusal {
        Trust read = Trust.parse(Json.canonical(TRUST.toJson()));
        assertThat(read).isEqualTo(TRUST);
        assertThat(read.toJson()).isEqualTo(TRUST.toJson());
    }

    @Test
    void keys_and_logs_are_found_by_name() throws Refusal {
        Trust.Node us = TRUST.node(US);
        Key key = us.presentationKeys().getFirst();
        assertThat(Trust.key(us.presentationKeys(), key.kid())).isEqualTo(key);
        assertThat(us.keysOf("acme-line")).hasSize(1);
        assertThat(us.keysOf("other")).isEmpty();
        assertThat(TRUST.log(US + "/log/1")).isEqualTo(us.logs().getFirst().vkeys());
        assertThat(TRUST.ownerOfLog(US + "/log/1")).contains(us);
    }

    @Test
    void what_is_not_in_the_file_is_not_trusted() throws Refusal {
        Trust.Node us = TRUST.node(US);
        String federation = us.federationKeys().getFirst().kid();
        assertCode(Code.UNKNOWN_KEY, () -> TRUST.node("sg.sealane.example"));
        assertCode(Code.UNKNOWN_KEY, () -> TRUST.log(US + "/log/2"));
        assertCode(Code.UNKNOWN_KEY, () -> Trust.key(us.presentationKeys(), federation));
        assertThat(TRUST.ownerOfLog(US + "/log/2")).isEmpty();
    }

    @Test
    void a_file_in_any_other_form_is_refused() {
        assertRefused(json -> json.put("more", 1));
        assertRefused(json -> json.remove("nodes"));
        assertRefused(json -> json.put("nodes", "x"));
        assertRefused(json -> first(json).put("more", 1));
        assertRefused(json -> first(json).remove("logs"));
        assertRefused(json -> first(json).put("revoked", "x"));
        assertRefused(json -> revoked(json, "short", "2026-11-29T12:00:00Z"));
        assertRefused(json -> revoked(json, "A".repeat(43), "yesterday"));
        assertRefused(json -> revoked(json, "A".repeat(43), "2026-11-29T12:00:00Z").put("x", 1));
        assertRefused(json -> first(json).put("node", "US sealane"));
        assertRefused(json -> first(json).put("node", 1));
        assertRefused(json -> first(json).put("node", NL));
        assertRefused(json -> log(json).put("origin", "elsewhere.example/log"));
        assertRefused(json -> log(json).put("origin", NL + "/log/1"));
        assertRefused(json -> log(json).putArray("vkeys"));
        assertRefused(json -> ((ArrayNode) log(json).get("vkeys")).add(1));
        assertRefused(json -> ((ArrayNode) log(json).get("vkeys")).add("x+00000000+AA=="));
        assertRefused(json -> ((ArrayNode) first(json).get("issuingKeys")).add("x"));
        assertRefused(json -> ((ObjectNode) first(json).at("/issuingKeys/0")).put("d", "AA"));
        assertRefused(json -> ((ObjectNode) first(json).at("/parties/0")).put("party", ""));
        assertRefused(json ->
                ((ArrayNode) first(json).get("parties"))
                        .addAll((ArrayNode) first(json).get("parties").deepCopy()));
    }

    @Test
    void a_key_that_belongs_to_two_is_refused() {
        JsonNode other = TRUST.toJson().at("/nodes/1/federationKeys/0");
        assertRefused(json -> ((ArrayNode) first(json).get("presentationKeys")).add(other));
        JsonNode partys = TRUST.toJson().at("/nodes/0/parties/0/keys/0");
        assertRefused(json -> ((ArrayNode) first(json).get("issuingKeys")).add(partys));
    }

    @Test
    void a_member_given_twice_is_refused() {
        assertCode(
                Code.DUPLICATE_MEMBER,
                () -> Trust.parse("{\"nodes\":[],\"nodes\":[]}".getBytes(UTF_8)));
    }

    @Test
    void a_file_of_verifier_keys_is_lines_of_them() throws Refusal {
        NoteVerifier key = TRUST.nodes().getFirst().logs().getFirst().vkeys().getFirst();
        assertThat(VerifierKeys.parse("# the log\n" + key.vkey() + "\n\n")).containsExactly(key);
        assertCode(Code.UNKNOWN_KEY, () -> VerifierKeys.parse("\n# nothing\n"));
        assertCode(Code.MALFORMED_NOTE, () -> VerifierKeys.parse(" " + key.vkey()));
    }

    private static ObjectNode first(ObjectNode json) {
        return (ObjectNode) json.at("/nodes/0");
    }

    private static ObjectNode revoked(ObjectNode json, String kid, String since) {
        return first(json)
                .putArray("revoked")
                .addObject()
                .put("kid", kid)
                .put("compromisedSince", since);
    }

    private static ObjectNode log(ObjectNode json) {
        return (ObjectNode) json.at("/nodes/0/logs/0");
    }

    private static void assertRefused(Consumer<ObjectNode> change) {
        ObjectNode json = TRUST.toJson();
        change.accept(json);
        assertThat(json).isNotEqualTo(TRUST.toJson());
        assertThatThrownBy(() -> Trust.parse(Json.canonical(json)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.pointer()).isNotNull());
    }

    private interface Check {
        void run() throws Refusal;
    }

    private static void assertCode(Code code, Check check) {
        assertThatThrownBy(check::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static Trust.Node node(String name) {
        try {
            String origin = name + "/log/1";
            NoteSigner log = NoteSigner.of(origin, SignatureType.ED25519, pair());
            return new Trust.Node(
                    name,
                    List.of(Key.of(pair().getPublic())),
                    List.of(Key.of(pair().getPublic())),
                    List.of(Key.of(pair().getPublic())),
                    List.of(new Trust.Log(origin, List.of(log.verifier()))),
                    List.of(new Trust.Party("acme-line", List.of(Key.of(pair().getPublic())))),
                    Map.of());
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
