package io.sealane.command.demo;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.audit.EvidenceAudit;
import io.sealane.audit.LogAudit;
import io.sealane.audit.Report;
import io.sealane.audit.Verdict;
import io.sealane.client.Accepted;
import io.sealane.command.fleet.Berth;
import io.sealane.core.agreement.Grant;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Shape;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteVerifier;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks what the demo left, offline and without trust in any node: every evidence file, every log,
 * and that each recipient holds exactly what the signed agreement gives it of the document sent.
 */
final class Judgement {
    private final Stage stage;
    private final Catalogue catalogue;
    private final Map<String, Agreed> agreed;
    private final Harvest harvest;
    private final List<String> faults;
    private final Map<String, Report> evidence = new TreeMap<>();

    Judgement(
            Stage stage,
            Catalogue catalogue,
            Map<String, Agreed> agreed,
            Harvest harvest,
            List<String> faults) {
        this.stage = stage;
        this.catalogue = catalogue;
        this.agreed = agreed;
        this.harvest = harvest;
        this.faults = faults;
    }

    Outcome of(List<Story.Travel> travels) throws IOException, Refusal {
        EvidenceAudit.verify(harvest.evidence(), stage.trust(), catalogue)
                .forEach(one -> {
                    String name = one.file().getFileName().toString();
                    evidence.put(name, one.report());
                    addFailures("evidence/" + name, one.report());
                });
        var exposure = new Exposure(stage.berths().stream().map(Berth::name).toList());
        var documents = new ArrayList<Outcome.Sent>();
        for (Story.Travel travel : travels) {
            documents.add(judged(travel, exposure));
        }
        Map<String, Outcome.LogState> logs = new TreeMap<>();
        for (Berth berth : stage.berths()) {
            logs.put(berth.name(), verifiedLog(berth));
        }
        return new Outcome(documents, exposure, logs, evidence, faults);
    }

    private Outcome.LogState verifiedLog(Berth berth) throws IOException, Refusal {
        Path folder = berth.folder().resolve("log");
        List<NoteVerifier> keys = stage.trust().log(berth.node() + "/log/1");
        Report report = LogAudit.audit(folder, keys, LogAudit.Expectation.SEALANE);
        addFailures(berth.name() + "/log", report);
        long leaves = LogMirror.newestSize(folder);
        return new Outcome.LogState(leaves, harvest.checkpoints(berth.node()), report);
    }

    private void addFailures(String subject, Report report) {
        for (Verdict verdict : report.verdicts()) {
            if (!verdict.holds()) {
                faults.add(subject + ": " + verdict.check() + ": " + verdict.detail());
            }
        }
    }

    private Outcome.Sent judged(Story.Travel travel, Exposure exposure) throws Refusal {
        Shape shape = travel.input().type().profile().shape(travel.input().body());
        Map<String, FieldClass> units = Projection.of(shape, any -> true).all();
        Map<String, Set<String>> seen = new HashMap<>();
        var arrivals = new ArrayList<Outcome.Arrival>();
        for (Accepted.Delivery delivery : travel.state().deliveries()) {
            if (delivery.state().equals("delivered")) {
                arrivals.add(judged(travel, delivery, shape, seen));
            } else {
                String code = delivery.code() == null ? "" : " (" + delivery.code() + ")";
                faults.add(
                        "%s did not reach %s: %s%s"
                                .formatted(
                                        travel.input().name(),
                                        delivery.party(),
                                        delivery.state(),
                                        code));
            }
        }
        exposure.add(stage.berthOf(travel.issuer().node()).name(), units, seen);
        return new Outcome.Sent(
                travel.input().name(),
                travel.input().type().vct(),
                travel.accepted().id(),
                travel.issuer().toString(),
                travel.accepted().warnings(),
                arrivals);
    }

    private Outcome.Arrival judged(
            Story.Travel travel,
            Accepted.Delivery delivery,
            Shape shape,
            Map<String, Set<String>> seen)
            throws Refusal {
        PartyId party = PartyId.parse(delivery.party());
        Berth berth = stage.berthOf(party.node());
        Agreed at = agreed.get(party.node());
        if (at == null) {
            throw new IllegalStateException("no agreements of " + party.node() + " were read");
        }
        Grant grant =
                at.received(travel.issuer().node(), travel.input().type(), party, delivery.role());
        Projection.Seen expected = Projection.of(shape, grant::allows);
        boolean exact = holdsExactly(delivery, party, expected.document());
        if (exact) {
            seen.computeIfAbsent(berth.name(), name -> new HashSet<>())
                    .addAll(expected.shown().keySet());
        }
        boolean sender = isVerified(Harvest.sendersFile(delivery.id()));
        boolean receiver = isVerified(Harvest.receiversFile(delivery.id()));
        return new Outcome.Arrival(
                delivery,
                berth.name(),
                expected.shown().values().stream()
                        .map(Exposure::topLevel)
                        .distinct()
                        .sorted()
                        .toList(),
                expected.shown().size(),
                expected.all().size() - expected.shown().size(),
                exact && sender && receiver);
    }

    /** Whether the recipient's node holds the granted part of the document, all of it, only it. */
    private boolean holdsExactly(Accepted.Delivery delivery, PartyId party, JsonNode expected) {
        Harvest.Held held = harvest.held(delivery.id());
        if (held == null) {
            faults.add("delivery " + delivery.id() + " is not in the inbox of " + party);
            return false;
        }
        JsonNode document = held.item().document();
        if (!Arrays.equals(Json.canonical(document), Json.canonical(expected))) {
            faults.add(
                    "%s holds of delivery %s something else than its grant gives: %s"
                            .formatted(party, delivery.id(), difference(document, expected)));
            return false;
        }
        return true;
    }

    private boolean isVerified(String name) {
        Report report = evidence.get(name);
        if (report == null) {
            faults.add("evidence/" + name + " is missing");
            return false;
        }
        return report.holds();
    }

    /** The places, not the values, of what should not be there or should. */
    private static String difference(JsonNode document, JsonNode expected) {
        Set<String> there = Leaves.of(document);
        Set<String> granted = Leaves.of(expected);
        var beyond = new ArrayList<>(there);
        beyond.removeAll(granted);
        var missing = new ArrayList<>(granted);
        missing.removeAll(there);
        return "beyond it " + beyond + ", missing " + missing;
    }
}
