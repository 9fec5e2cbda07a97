package io.sealane.certs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.Authority.Use;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A development federation on disk. Below its folder:
 *
 * <pre>
 * trust.json                       what an auditor trusts: every node's public keys
 * NODE/node.yaml                   the node's configuration
 * NODE/log.vkey, log-pq.vkey       its log's verifier keys, Ed25519 and ML-DSA-44
 * NODE/keys/                       its private keys, and their password
 * NODE/authority/                  its nation's certificate authority and time stamps
 * NODE/agreements/                 its agreements, signed by both sides
 * NODE/parties/PARTY/profile.json  what a party's client needs
 * NODE/operator/profile.json       what its operator's client needs
 * </pre>
 */
public final class Federation {
    /** Short, so that renewal is nothing special; longer than a node's warning of 14 days. */
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(30);

    /** The name under which a node's operator is known to it. */
    static final String OPERATOR = "operator";

    private final Path folder;
    private final List<Site> sites;

    private Federation(Path folder, List<Site> sites) {
        this.folder = folder;
        this.sites = List.copyOf(sites);
    }

    /**
     * Makes new keys, certificates, configurations and agreements for a plan. What was in the same
     * places before is replaced.
     *
     * @param catalogue names the profiles that the agreements speak of
     */
    public static Federation write(Plan plan, Path folder, Instant now, Catalogue catalogue)
            throws IOException {
        var sites = new ArrayList<Site>();
        for (Plan.Node node : plan.nodes()) {
            sites.add(site(node, folder.resolve(node.folder()), now));
        }
        var federation = new Federation(folder, sites);
        for (Site site : sites) {
            federation.writeSite(site, now);
        }
        new AgreementFiles(sites, catalogue, now).write(plan.grants());
        Folder.of(folder).json("trust.json", federation.trust());
        return federation;
    }

    public Path folder() {
        return folder;
    }

    public List<Site> sites() {
        return sites;
    }

    /** The site of a folder, e.g. {@code us}. */
    public Site site(String name) {
        return sites.stream()
                .filter(site -> site.node().folder().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node in " + name));
    }

    private static Site site(Plan.Node node, Path folder, Instant now) {
        Authority authority = Authority.create(node.name() + " authority", now);
        List<String> hosts = List.of(node.name(), "localhost", "127.0.0.1");
        var keys = NodeKeys.create(node.name(), hosts, authority, now, CERTIFICATE_LIFE);
        Map<String, PartyKeys> parties = new LinkedHashMap<>();
        for (Plan.Party party : node.parties()) {
            var id = new PartyId(party.name(), node.name());
            parties.put(party.name(), PartyKeys.create(id, authority, now, CERTIFICATE_LIFE));
        }
        var operator = new PartyId(OPERATOR, node.name());
        return new Site(
                node,
                folder,
                authority,
                keys,
                parties,
                PartyKeys.create(operator, authority, now, CERTIFICATE_LIFE));
    }

    private void writeSite(Site site, Instant now) throws IOException {
        Folder own = Folder.of(site.folder());
        writeAuthority(own.folder("authority"), site, now);
        Folder keys = own.secretFolder("keys");
        String password = NodeKeys.password();
        keys.secretText("password", password + "\n");
        keys.secretBytes(
                "node.p12",
                site.keys()
                        .pkcs12(site.authority(), now, CERTIFICATE_LIFE, password.toCharArray()));
        own.text("log.vkey", site.logKey() + "\n");
        own.text("log-pq.vkey", site.postQuantumLogKey() + "\n");
        List<Site> partners = sites.stream().filter(other -> !other.equals(site)).toList();
        own.text("node.yaml", NodeFile.text(site, partners));
        for (Plan.Party party : site.node().parties()) {
            Folder folder = own.folder("parties").folder(party.name());
            writeClient(folder, site, party.name(), site.keysOf(party), "../..");
        }
        writeClient(own.folder("operator"), site, OPERATOR, site.operator(), "..");
    }

    private static void writeAuthority(Folder folder, Site site, Instant now) throws IOException {
        Authority authority = site.authority();
        folder.certificates("ca.pem", List.of(authority.certificate()));
        folder.privateKey("ca-key.pem", authority.pair().getPrivate());
        folder.revocations("ca.crl", authority.revocations(List.of(), now));
        KeyPair stamps = KeyPairs.p256();
        var certificate =
                authority.issue(
                        site.node().name() + " time stamps",
                        stamps.getPublic(),
                        Use.TIME_STAMPING,
                        List.of(),
                        now,
                        CERTIFICATE_LIFE);
        folder.certificates("tsa.pem", List.of(certificate));
        folder.privateKey("tsa-key.pem", stamps.getPrivate());
    }

    private static void writeClient(
            Folder folder, Site site, String name, PartyKeys keys, String home) throws IOException {
        folder.certificates("certificate.pem", List.of(keys.certificate()));
        folder.privateKey("key.pem", keys.tls().getPrivate());
        folder.secretJson("assertion.jwk", KeyPairs.privateJwk(keys.assertion()));
        String password = NodeKeys.password();
        folder.secretText("password", password + "\n");
        folder.secretBytes("client.p12", keys.pkcs12(site.authority(), password.toCharArray()));
        ObjectNode profile = Json.object();
        profile.put("party", name + "@" + site.node().name());
        profile.put("address", "https://127.0.0.1:" + site.node().ports().api());
        profile.put("certificate", "certificate.pem");
        profile.put("key", "key.pem");
        profile.put("authority", home + "/authority/ca.pem");
        folder.json("profile.json", profile);
    }

    /** The public keys of all nodes, as {@code sealane verify --trust} reads them. */
    private JsonNode trust() {
        ObjectNode trust = Json.object();
        ArrayNode nodes = trust.putArray("nodes");
        for (Site site : sites) {
            ObjectNode node = nodes.addObject().put("node", site.node().name());
            node.putArray("federationKeys").add(site.keys().federationKey().toJwk());
            node.putArray("presentationKeys").add(site.keys().presentationKey().toJwk());
            node.putArray("issuingKeys")
                    .add(site.keys().issuingKey().toJwk())
                    .add(site.keys().issuingSecondKey().toJwk());
            ObjectNode log = node.putArray("logs").addObject();
            log.put("origin", site.node().origin());
            log.putArray("vkeys").add(site.logKey()).add(site.postQuantumLogKey());
            node.putArray("parties"); // Those that sign their own documents: none does.
        }
        return trust;
    }
}
