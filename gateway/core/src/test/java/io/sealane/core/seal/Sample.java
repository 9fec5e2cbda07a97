package io.sealane.core.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Shape;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A random document with random parts hidden, and who seals and presents it: all from one seed. */
public final class Sample {
    /** The classes that occur in samples. */
    public static final List<FieldClass> CLASSES =
            List.of(
                    new FieldClass("operational"),
                    new FieldClass("operational.weight"),
                    new FieldClass("party.shipper"),
                    new FieldClass("cargo"),
                    new FieldClass("money"),
                    FieldClass.GOVERNMENT);

    /** Who presents, whatever the seed. */
    public static final KeySigner NODE = TestKeys.es256(7);

    private static final KeySigner PARTY = TestKeys.es256(8);
    private static final KeySigner PARTY_ED25519 = TestKeys.ed25519(8);
    private static final int DEPTH = 4;

    private final RandomGenerator random;
    private final KeySigner issuer;
    private final Shape.Members shape;

    public Sample(long seed) {
        this.random = new Random(seed);
        this.issuer = seed % 2 == 0 ? PARTY : PARTY_ED25519;
        this.shape = members(DEPTH);
    }

    public KeySigner issuer() {
        return issuer;
    }

    public Shape.Members shape() {
        return shape;
    }

    public IssuerClaims claims() {
        return claims(issuer);
    }

    /** Claims that are in order, for a token signed by {@code issuer}. */
    public static IssuerClaims claims(KeySigner issuer) {
        return new IssuerClaims(
                new PartyId("acme-line", "us.sealane.example"),
                null,
                Instant.ofEpochSecond(1790000000),
                "urn:uuid:019a0000-0000-7000-8000-000000000001",
                "transport-document/1.0",
                "transport-document/1.0#" + "A".repeat(43),
                List.of(issuer.algorithm().joseName()),
                NODE.kid());
    }

    public SealedDocument seal() throws Refusal {
        return new Sealer(random).seal(claims(), shape, issuer);
    }

    /** What is left of a shape for a reader with these classes; null if it is hidden itself. */
    public static ObjectNode visible(Shape.Members shape, List<FieldClass> granted) {
        ObjectNode object = Json.object();
        for (Shape.Member member : shape.members()) {
            if (isVisible(member.hidden(), granted)) {
                object.set(member.name(), visible(member.value(), granted));
            }
        }
        return object;
    }

    private static JsonNode visible(Shape shape, List<FieldClass> granted) {
        return switch (shape) {
            case Shape.Value value -> value.json();
            case Shape.Members members -> visible(members, granted);
            case Shape.Elements elements -> {
                var array = Json.array();
                for (Shape.Element element : elements.elements()) {
                    if (isVisible(element.hidden(), granted)) {
                        array.add(visible(element.value(), granted));
                    }
                }
                yield array;
            }
        };
    }

    private static boolean isVisible(@Nullable FieldClass hidden, List<FieldClass> granted) {
        return hidden == null || granted.stream().anyMatch(cls -> cls.covers(hidden));
    }

    private Shape shape(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 1 -> members(depth - 1);
            case 2 -> elements(depth - 1);
            default -> new Shape.Value(value());
        };
    }

    private Shape.Members members(int depth) {
        var members = new ArrayList<Shape.Member>();
        int count = random.nextInt(5) + (depth == DEPTH ? 3 : 0);
        for (int i = 0; i < count; i++) {
            members.add(new Shape.Member("m" + i + text(), shape(depth), hidden()));
        }
        return new Shape.Members(members, random.nextInt(3));
    }

    private Shape.Elements elements(int depth) {
        var elements = new ArrayList<Shape.Element>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            elements.add(new Shape.Element(shape(depth), hidden()));
        }
        return new Shape.Elements(elements, random.nextInt(3));
    }

    private @Nullable FieldClass hidden() {
        int choice = random.nextInt(CLASSES.size() * 2);
        return choice < CLASSES.size() ? CLASSES.get(choice) : null;
    }

    private JsonNode value() {
        ObjectNode node = Json.object();
        return switch (random.nextInt(6)) {
            case 0 -> node.numberNode(random.nextInt());
            case 1 ->
                    node.numberNode(
                            new java.math.BigDecimal(random.nextInt(100_000)).movePointLeft(3));
            case 2 -> node.booleanNode(random.nextBoolean());
            case 3 -> node.nullNode();
            case 4 -> node.put("plain", text()).set("list", node.arrayNode().add(text()));
            default -> node.textNode(text());
        };
    }

    private String text() {
        int[] alphabet = {'a', 'Z', '"', '\\', '/', '~', '.', '\n', 'é', '€', 0x1F602, 0x7f};
        var text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }
}
