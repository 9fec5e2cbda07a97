package io.sealane.core.document;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The bundled catalogue, with one class in a profile exchanged: what a liar would like to hold. */
public final class OtherProfile {
    private OtherProfile() {}

    /** Moves a unit of a type's profile to another class. */
    public static Catalogue with(String vct, String unit, String otherClass) {
        return Catalogue.of(path -> {
            var file = Catalogue.read(path);
            if (path.equals("types/" + vct + "/profile.json")) {
                ((ObjectNode) file.path("units")).put(unit, otherClass);
            }
            return file;
        });
    }
}
