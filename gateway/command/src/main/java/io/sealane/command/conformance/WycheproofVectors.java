package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.Jws;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A file of Project Wycheproof: {@code {"testGroups": [{"type", ..., "tests": [...]}]}}. */
final class WycheproofVectors implements Format {
    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        JsonNode suite = file.json();
        if (suite == null || !suite.path("testGroups").path(0).has("tests")) {
            return null;
        }
        String first = suite.get("testGroups").get(0).path("type").asText();
        Cases cases = new Cases(file.name(), "Wycheproof " + first);
        int seen = 0;
        for (JsonNode group : suite.get("testGroups")) {
            seen += group.path("tests").size();
            run(cases, suite, group);
        }
        if (seen != suite.path("numberOfTests").asInt(seen)) {
            cases.fail("numberOfTests", suite.get("numberOfTests") + " cases", seen + " cases");
        }
        return cases.result();
    }

    private static void run(Cases cases, JsonNode suite, JsonNode group) {
        switch (group.path("type").asText()) {
            case "EcdsaP1363Verify" -> WycheproofSignatures.ecdsa(cases, group);
            case "EddsaVerify" -> WycheproofSignatures.eddsa(cases, group);
            case "MlDsaVerify" ->
                    WycheproofSignatures.mlDsa(cases, suite.path("algorithm").asText(), group);
            case "EcdsaVerify", "EcdsaBitcoinVerify" ->
                    skip(cases, group, "ECDSA in DER: signatures are r || s everywhere here");
            default -> {
                if (group.path("tests").path(0).has("jws")) {
                    tokens(cases, group);
                } else {
                    skip(cases, group, "nothing here does this alone");
                }
            }
        }
    }

    private static void skip(Cases cases, JsonNode group, String why) {
        group.path("tests").forEach(test -> cases.notRun(name(test), why));
    }

    /** JSON Web Signatures, under a key or a set of keys. */
    private static void tokens(Cases cases, JsonNode group) {
        JsonNode given = group.has("public") ? group.get("public") : group.path("private");
        List<JsonNode> keys = new ArrayList<>();
        if (given.path("keys").isArray()) {
            given.get("keys").forEach(keys::add);
        } else {
            keys.add(given);
        }
        boolean ours = keys.stream().allMatch(ForeignKeys::accepted);
        for (JsonNode test : group.path("tests")) {
            String name = name(test);
            JsonNode jws = test.path("jws");
            if (jws.isMissingNode()) {
                cases.notRun(name, "encryption: nothing here decrypts");
                continue;
            }
            String token = jws.isTextual() ? jws.textValue() : jws.toString();
            cases.read(
                    name,
                    () ->
                            cases.judge(
                                    name,
                                    ours,
                                    Expected.of(test.path("result")),
                                    () -> verify(token, keys)));
        }
    }

    /** Keys are known before a token comes, so all of them are read first. */
    private static void verify(String token, List<JsonNode> keys) throws Refusal, MalformedVector {
        List<Key> read = new ArrayList<>();
        for (JsonNode key : keys) {
            read.add(ForeignKeys.read(key));
        }
        Jws jws = Jws.parseForeign(token);
        for (Key key : read.subList(0, read.size() - 1)) {
            try {
                jws.verify(key, Code.BAD_SIGNATURE);
                return;
            } catch (Refusal refusal) {
                // Another key of the set may be the right one.
            }
        }
        jws.verify(read.getLast(), Code.BAD_SIGNATURE);
    }

    static String name(JsonNode test) {
        return ("tcId " + test.path("tcId").asText() + " " + test.path("comment").asText()).strip();
    }
}
