package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** All document types a node knows. */
public final class Catalogue {
    /** Where the addresses of our schemas begin; what follows is their path in the module. */
    private static final String ADDRESS = "https://schemas.sealane.example/";

    /** What must hold between fields, by type and major version: minor ones only add members. */
    private static final Map<String, Function<CodeTables, TypeRules>> RULES =
            Map.ofEntries(
                    Map.entry("transport-document/1", tables -> TransportDocumentRules::check),
                    Map.entry("booking-confirmation/1", tables -> BookingConfirmationRules::check),
                    Map.entry("booking-request/1", tables -> BookingRequestRules::check),
                    Map.entry(
                            "shipping-instructions/1", tables -> ShippingInstructionsRules::check),
                    Map.entry("cargo-manifest/1", tables -> CargoManifestRules::check),
                    Map.entry("arrival-notice/1", tables -> ArrivalNoticeRules::check),
                    Map.entry("delivery-order/1", tables -> DeliveryOrderRules::check),
                    Map.entry("vgm-declaration/1", tables -> VgmDeclarationRules::check),
                    Map.entry(
                            "dangerous-goods-declaration/1",
                            tables -> DangerousGoodsDeclarationRules::check),
                    Map.entry("rate-quote-request/1", tables -> RateQuoteRequestRules::check),
                    Map.entry("rate-quote/1", tables -> RateQuoteRules::check),
                    Map.entry("customs-status/1", tables -> CustomsStatusRules::check),
                    Map.entry("port-call-event/1", tables -> PortCallEventRules::check),
                    Map.entry(
                            "container-position-report/1",
                            tables -> ContainerPositionReportRules::check),
                    Map.entry("transport-event/1", TransportEventRules::new),
                    Map.entry("equipment-event/1", EquipmentEventRules::new),
                    Map.entry("document-status-event/1", DocumentStatusEventRules::new));

    private final List<DocumentType> types;
    private final CodeTables tables;

    Catalogue(List<DocumentType> types, CodeTables tables) {
        this.types = List.copyOf(types);
        this.tables = tables;
    }

    /** The same types, as an operator will have them. */
    public Catalogue under(Policy policy) {
        return new Catalogue(types.stream().map(type -> type.under(policy)).toList(), tables);
    }

    /** The names of all members of all types, at whatever place. */
    public Set<String> memberNames() {
        var names = new TreeSet<String>();
        types.forEach(type -> collectNames(type.schema(), names));
        return names;
    }

    private static void collectNames(JsonNode schema, Set<String> names) {
        schema.path("properties")
                .properties()
                .forEach(member -> {
                    names.add(member.getKey());
                    collectNames(member.getValue(), names);
                });
        if (schema.has("items")) {
            collectNames(schema.path("items"), names);
        }
    }

    /** The types of the schemas module, read once by whoever wires a process. */
    public static Catalogue bundled() {
        return of(Catalogue::read);
    }

    /** The types that these files describe, by their paths in the schemas module. */
    public static Catalogue of(Function<String, JsonNode> files) {
        JsonNode index = files.apply("index.json");
        Map<String, CodeTable> byName = new HashMap<>();
        for (JsonNode name : index.path("codes")) {
            byName.put(
                    name.textValue(),
                    CodeTable.of(files.apply("codes/" + name.textValue() + ".json")));
        }
        var tables = new CodeTables(byName);
        // Hundreds of places refer to the same few files of definitions.
        Map<String, JsonNode> known = new HashMap<>();
        Function<String, JsonNode> once = path -> known.computeIfAbsent(path, files);
        return new Catalogue(
                index.path("types").properties().stream()
                        .map(entry -> type(entry.getKey(), entry.getValue(), tables, once))
                        .toList(),
                tables);
    }

    private static DocumentType type(
            String vct, JsonNode index, CodeTables tables, Function<String, JsonNode> files) {
        String folder = "types/" + vct + "/";
        var expansion =
                new Expansion(
                        address -> files.apply(address.toString().substring(ADDRESS.length())));
        var whole = new Structure(expansion.expand(files.apply(folder + "schema.json")));
        var fields = new FieldChecks(whole.json(), tables::get);
        var examples = new LinkedHashMap<String, JsonNode>();
        for (JsonNode name : index.path("examples")) {
            examples.put(
                    name.textValue(),
                    files.apply(folder + "examples/" + name.textValue() + ".json"));
        }
        Function<CodeTables, TypeRules> rules = RULES.get(vct.substring(0, vct.lastIndexOf('.')));
        if (rules == null) {
            throw new IllegalStateException("No rules between the fields of " + vct);
        }
        return new DocumentType(
                vct,
                new Profile(files.apply(folder + "profile.json")),
                whole,
                fields,
                rules.apply(tables),
                examples);
    }

    /** A file of the schemas module. */
    public static JsonNode read(String path) {
        try (InputStream file = Catalogue.class.getResourceAsStream("/schemas/" + path)) {
            if (file == null) {
                throw new IllegalStateException("The schemas module has no " + path);
            }
            return Json.parse(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Refusal e) {
            throw new IllegalStateException(path + ": " + e.detail(), e);
        }
    }

    /** One of the code tables that the types refer to. */
    public CodeTable codes(String name) {
        return tables.get(name);
    }

    public List<DocumentType> types() {
        return types;
    }

    /**
     * The type of a token's {@code vct}.
     *
     * @throws Refusal UNKNOWN_TYPE
     */
    public DocumentType type(String vct) throws Refusal {
        for (DocumentType type : types) {
            if (type.vct().equals(vct)) {
                return type;
            }
        }
        throw new Refusal(Code.UNKNOWN_TYPE, "No such document type here.");
    }

    /**
     * The type that one of our profiles is of.
     *
     * @param profileId with its hash, as in a token's {@code prof}
     * @throws Refusal UNKNOWN_TYPE
     */
    public DocumentType typeOfProfile(String profileId) throws Refusal {
        for (DocumentType type : types) {
            if (type.profile().id().equals(profileId)) {
                return type;
            }
        }
        throw new Refusal(Code.UNKNOWN_TYPE, "No document type with such a profile here.");
    }

    /** A type and the older minor versions of it that are known here, newest first. */
    public List<DocumentType> upTo(DocumentType newest) {
        return types.stream()
                .filter(type -> type.major().equals(newest.major()))
                .filter(type -> type.minor() <= newest.minor())
                .sorted(Comparator.comparingInt(DocumentType::minor).reversed())
                .toList();
    }

    /**
     * The type that a file of unknown origin looks like, e.g. a DCSA eBL transport document; of its
     * versions the oldest that has a place for everything in it.
     */
    public Optional<DocumentType> recognise(JsonNode body) {
        Optional<DocumentType> first =
                types.stream().filter(type -> type.recognises(body)).findFirst();
        return first.map(like -> {
            List<DocumentType> versions =
                    types.stream().filter(type -> type.major().equals(like.major())).toList();
            return versions.size() == 1
                    ? like
                    : versions.stream()
                            .sorted(Comparator.comparingInt(DocumentType::minor))
                            .filter(type -> type.problems(body).isEmpty())
                            .findFirst()
                            .orElse(like);
        });
    }
}
