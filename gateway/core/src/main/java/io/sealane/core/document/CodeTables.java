package io.sealane.core.document;

import java.util.Map;

/** All code tables of the schemas module, by name. */
record CodeTables(Map<String, CodeTable> byName) {
    CodeTables {
        byName = Map.copyOf(byName);
    }

    CodeTable get(String name) {
        CodeTable table = byName.get(name);
        if (table == null) {
            throw new IllegalStateException("There is no code table " + name);
        }
        return table;
    }
}
