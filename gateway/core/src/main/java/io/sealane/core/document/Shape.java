package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A document as it is to be signed: what is hidden, under which class, and how many decoys stand
 * beside it. Hidden parts nest: a hidden member may hold further hidden ones.
 */
public sealed interface Shape {
    /** A value that holds nothing hidden: it is signed as it stands. */
    record Value(JsonNode json) implements Shape {}

    /**
     * An object.
     *
     * @param decoys how many digests without a member to add
     */
    record Members(List<Member> members, int decoys) implements Shape {
        public Members {
            members = List.copyOf(members);
        }
    }

    /**
     * An array.
     *
     * @param decoys how many digests without an element to add; where they go among the elements is
     *     the sealer's to choose, at random
     */
    record Elements(List<Element> elements, int decoys) implements Shape {
        public Elements {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A member of an object.
     *
     * @param hidden the class under which it is hidden, or null: in the clear inside its parent
     */
    record Member(String name, Shape value, @Nullable FieldClass hidden) {}

    /**
     * An element of an array.
     *
     * @param hidden the class under which it is hidden, or null: in the clear inside its parent
     */
    record Element(Shape value, @Nullable FieldClass hidden) {}
}
