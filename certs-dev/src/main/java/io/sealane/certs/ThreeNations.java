package io.sealane.certs;

import io.sealane.certs.Plan.Grant;
import io.sealane.certs.Plan.Node;
import io.sealane.certs.Plan.Party;
import io.sealane.certs.Plan.Ports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The federation that the demo runs: three nations, each with a carrier and two organisations that
 * receive. No two of their agreements are alike, and none gives anyone everything.
 */
public final class ThreeNations {
    private static final List<String> NATIONS = List.of("us", "nl", "sg");
    private static final String BILL = "transport-document/1";

    /** What says which goods are in which boxes, and counts what is dangerous: as a bill does. */
    private static final List<String> GOODS =
            List.of(
                    "booking-confirmation/1",
                    "booking-request/1",
                    "cargo-manifest/1",
                    "arrival-notice/1",
                    "dangerous-goods-declaration/1");

    /** What names goods or boxes and counts no dangers: nothing of them can be required. */
    private static final List<String> UNCOUNTED =
            List.of("shipping-instructions/1", "delivery-order/1");

    private static final List<String> EVENTS =
            List.of(
                    "transport-event/1",
                    "equipment-event/1",
                    "document-status-event/1",
                    "vgm-declaration/1",
                    "customs-status/1",
                    "port-call-event/1",
                    "container-position-report/1");

    /** Between carriers alone; what something costs is for whoever asked, and for no grant here. */
    private static final List<String> RATES = List.of("rate-quote-request/1", "rate-quote/1");

    /** A carrier books, carries and tells how it goes. */
    private static final List<String> CARRIER =
            Stream.of(List.of(BILL), GOODS, UNCOUNTED, EVENTS, RATES)
                    .flatMap(List::stream)
                    .map(documents -> documents.substring(0, documents.indexOf('/')))
                    .toList();

    private static final int YEAR = 365;
    private static final int SEVEN_YEARS = 2555;

    /** A terminal handles boxes: their weight, what is dangerous in them, their seals. */
    private static final List<String> TERMINAL =
            List.of("routing", "operational", "safety", "security.seal");

    /** Customs judges who sends what to whom at which value; no contract, no freight rate. */
    private static final List<String> CUSTOMS =
            List.of(
                    "routing",
                    "operational.identity",
                    "operational.structure",
                    "operational.weight",
                    "party",
                    "cargo.chapter",
                    "cargo.code",
                    "cargo.customs",
                    "cargo.description",
                    "money.value");

    /** The buyer's side: its own names, the bands and chapters of the rest. */
    private static final List<String> CONSIGNEE =
            List.of(
                    "routing",
                    "operational.document",
                    "operational.equipment",
                    "operational.identity",
                    "operational.structure",
                    "operational.weightband",
                    "party.consignee",
                    "party.notify",
                    "party.country",
                    "person.consignee",
                    "cargo.chapter",
                    "safety.summary");

    /** A port plans for danger, not for names. */
    private static final List<String> PORT =
            List.of("routing", "operational.structure", "operational.packaging", "safety");

    private ThreeNations() {}

    /**
     * The plan.
     *
     * @param ports asked once a node
     */
    public static Plan plan(Supplier<Ports> ports) {
        Node us =
                node(
                        "us",
                        ports.get(),
                        carrier("acme-line"),
                        receiver(
                                "newark-terminal",
                                "terminal",
                                "equipment-event",
                                "vgm-declaration"),
                        receiver("us-customs", "customs", "customs-status"));
        Node nl =
                node(
                        "nl",
                        ports.get(),
                        carrier("polder-line"),
                        receiver(
                                "rotterdam-terminal",
                                "terminal",
                                "equipment-event",
                                "vgm-declaration"),
                        receiver("dutch-customs", "customs", "customs-status"));
        Node sg =
                node(
                        "sg",
                        ports.get(),
                        carrier("straits-line"),
                        receiver("lion-imports", "consignee"),
                        receiver(
                                "singapore-port",
                                "port-authority",
                                "transport-event",
                                "port-call-event"));
        return new Plan(List.of(us, nl, sg), grants());
    }

    /** Whoever gets bills of lading gets what speaks of goods under the same terms, and events. */
    private static List<Grant> grants() {
        var grants = new ArrayList<Grant>();
        for (Grant bill : bills()) {
            grants.add(bill);
            GOODS.forEach(type -> grants.add(of(type, bill, bill.allow(), bill.require())));
            UNCOUNTED.forEach(type -> grants.add(of(type, bill, bill.allow(), List.of())));
            EVENTS.forEach(type -> grants.add(event(type, bill)));
        }
        grants.addAll(rates());
        return grants;
    }

    /** Carriers ask each other, and answer: way, boxes, times; no amount. */
    private static List<Grant> rates() {
        var allow = List.of("routing", "operational", "cargo.chapter", "money.terms");
        var carriers = Map.of("us", "acme-line", "nl", "polder-line", "sg", "straits-line");
        var grants = new ArrayList<Grant>();
        for (String from : NATIONS) {
            for (String to : NATIONS) {
                String party = Objects.requireNonNull(carriers.get(to));
                Grant grant = grant(from, to, "carrier", party, allow, List.of(), "rates", YEAR);
                RATES.forEach(type -> grants.add(of(type, grant, allow, List.of())));
            }
        }
        return grants;
    }

    /** Of events all but the port are told which box or booking; nobody is told in words. */
    private static Grant event(String documents, Grant bill) {
        if (bill.role().equals("port-authority")) {
            return portEvent(documents, bill);
        }
        var allow = new ArrayList<String>(List.of("routing"));
        if (documents.startsWith("container-position-report/")) {
            // A row of positions tells more than anybody here has to know.
            allow.addAll(List.of("operational.identity", "operational.reefer"));
        } else {
            allow.addAll(List.of("operational", "security.sealcount"));
        }
        if (bill.role().equals("customs")) {
            allow.addAll(List.of("security.reason", "security.seal"));
        } else if (bill.allow().contains("security.seal")) {
            allow.add("security.seal");
        }
        return of(documents, bill, allow, List.of("operational.identity"));
    }

    /** A port is told which call is meant; of what happens to boxes, no more than that it does. */
    private static Grant portEvent(String documents, Grant bill) {
        if (documents.startsWith("port-call-event/")) {
            var allow = List.of("routing", "operational.identity", "operational.vessel");
            return of(documents, bill, allow, List.of("operational.identity"));
        }
        var allow = List.of("routing", "operational.document", "operational.state");
        return of(documents, bill, allow, List.of());
    }

    private static Grant of(
            String documents, Grant bill, List<String> allow, List<String> require) {
        return new Grant(
                bill.from(),
                bill.to(),
                documents,
                bill.role(),
                bill.parties(),
                allow,
                require,
                bill.purpose(),
                bill.retentionDays());
    }

    private static List<Grant> bills() {
        var grants = new ArrayList<Grant>();
        for (String from : List.of("us", "sg")) {
            grants.add(terminal(from, "nl", "rotterdam-terminal", TERMINAL));
            grants.add(customs(from, "nl", "dutch-customs", with(CUSTOMS, "person.shipper")));
        }
        // The terminal in Newark counts and weighs boxes of partners, but does not open seals.
        List<String> unsealed = List.of("routing", "operational", "safety");
        for (String from : List.of("nl", "sg")) {
            grants.add(terminal(from, "us", "newark-terminal", unsealed));
            grants.add(customs(from, "us", "us-customs", with(CUSTOMS, "safety.summary")));
        }
        grants.add(consignee("us", CONSIGNEE));
        grants.add(consignee("nl", with(CONSIGNEE, "cargo.marks")));
        grants.add(port("us"));
        grants.add(port("nl"));
        // House grants: a home party gets no more than its work needs either.
        grants.add(terminal("us", "us", "newark-terminal", TERMINAL));
        grants.add(terminal("nl", "nl", "rotterdam-terminal", TERMINAL));
        grants.add(port("sg"));
        return grants;
    }

    private static Node node(String folder, Ports ports, Party... parties) {
        return new Node(folder, folder + ".sealane.example", ports, List.of(parties));
    }

    private static Party carrier(String name) {
        return new Party(name, List.of("carrier"), CARRIER);
    }

    private static Party receiver(String name, String role, String... issues) {
        return new Party(name, List.of(role), List.of(issues));
    }

    private static Grant terminal(String from, String to, String party, List<String> allow) {
        return grant(
                from, to, "terminal", party, allow, List.of("safety"), "terminal handling", YEAR);
    }

    private static Grant customs(String from, String to, String party, List<String> allow) {
        String purpose = "customs risk analysis";
        return grant(from, to, "customs", party, allow, List.of(), purpose, SEVEN_YEARS);
    }

    private static Grant consignee(String from, List<String> allow) {
        String purpose = "arrival planning";
        return grant(from, "sg", "consignee", "lion-imports", allow, List.of(), purpose, YEAR);
    }

    private static Grant port(String from) {
        List<String> require = List.of("safety");
        String purpose = "safety in port";
        return grant(from, "sg", "port-authority", "singapore-port", PORT, require, purpose, YEAR);
    }

    private static Grant grant(
            String from,
            String to,
            String role,
            String party,
            List<String> allow,
            List<String> require,
            String purpose,
            int retentionDays) {
        return new Grant(
                from, to, BILL, role, List.of(party), allow, require, purpose, retentionDays);
    }

    private static List<String> with(List<String> classes, String more) {
        var all = new ArrayList<>(classes);
        all.add(more);
        return List.copyOf(all);
    }
}
