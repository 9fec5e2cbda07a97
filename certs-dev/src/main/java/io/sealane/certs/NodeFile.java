package io.sealane.certs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.sealane.core.json.Json;

import java.util.List;

/** The configuration file of one node, as OPERATING.md describes it. */
final class NodeFile {
    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .build();

    private static final String LOOPBACK = "127.0.0.1";

    private NodeFile() {}

    static String text(Site own, List<Site> partners) {
        ObjectNode file = Json.object();
        file.put("node", own.node().name());
        file.put("data", "data");
        file.set("api", listener(own.node().ports().api()));
        file.set("federation", listener(own.node().ports().federation()));
        file.set("management", listener(own.node().ports().management()));
        file.putObject("keys").put("file", "keys/node.p12").put("passwordFile", "keys/password");
        file.put("log", 1);
        ArrayNode parties = file.putArray("parties");
        for (Plan.Party party : own.node().parties()) {
            parties.add(party(party, own.keysOf(party)));
        }
        ArrayNode others = file.putArray("partners");
        for (Site partner : partners) {
            others.add(partner(partner));
        }
        file.putArray("operators")
                .addObject()
                .put("name", Federation.OPERATOR)
                .put("certificate", own.operator().thumbprint());
        file.put("agreements", "agreements");
        try {
            return "# A development node, written by 'sealane certs'. OPERATING.md explains it.\n"
                    + YAML.writeValueAsString(file);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory cannot be written as YAML", e);
        }
    }

    private static ObjectNode listener(int port) {
        return Json.object().put("host", LOOPBACK).put("port", port);
    }

    private static ObjectNode party(Plan.Party party, PartyKeys keys) {
        ObjectNode entry = Json.object().put("name", party.name());
        ArrayNode roles = entry.putArray("roles");
        party.roles().forEach(roles::add);
        ArrayNode issues = entry.putArray("issues");
        party.issues().forEach(issues::add);
        entry.putArray("scopes").add("documents").add("inbox");
        entry.put("certificate", keys.thumbprint());
        entry.set("key", KeyPairs.publicKey(keys.assertion()).toJwk());
        return entry;
    }

    private static ObjectNode partner(Site partner) {
        ObjectNode entry = Json.object().put("node", partner.node().name());
        entry.put("address", "https://" + LOOPBACK + ":" + partner.node().ports().federation());
        entry.putArray("pins").add(partner.keys().pin());
        entry.set("federationKey", partner.keys().federationKey().toJwk());
        entry.putArray("presentationKeys").add(partner.keys().presentationKey().toJwk());
        entry.putArray("issuingKeys")
                .add(partner.keys().issuingKey().toJwk())
                .add(partner.keys().issuingSecondKey().toJwk());
        ObjectNode log = entry.putObject("log").put("origin", partner.node().origin());
        log.putArray("vkeys").add(partner.logKey()).add(partner.postQuantumLogKey());
        return entry;
    }
}
