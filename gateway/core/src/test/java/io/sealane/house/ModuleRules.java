package io.sealane.house;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** Which module may be built on which. Nothing that runs is built on the node. */
final class ModuleRules {
    private static final String OURS = "sealane-";
    private static final Map<String, Set<String>> MAY_USE =
            Map.of(
                    "sealane-schemas", Set.of(),
                    "sealane-core", Set.of("sealane-schemas"),
                    "sealane-audit", Set.of("sealane-core"),
                    "sealane-client", Set.of("sealane-core"),
                    "sealane-certs-dev", Set.of("sealane-core"),
                    "sealane-node", Set.of("sealane-core"),
                    // A connector is a party's software: what it may do, any client may.
                    "sealane-edifact", Set.of("sealane-client"),
                    "sealane-simulation", Set.of("sealane-core"),
                    "sealane-command",
                            Set.of(
                                    "sealane-core",
                                    "sealane-audit",
                                    "sealane-client",
                                    "sealane-edifact",
                                    "sealane-certs-dev",
                                    "sealane-simulation"),
                    // It measures the insides of a node too; nothing is built on it.
                    "sealane-bench", Set.of("sealane-command", "sealane-node"));

    /** Tests may also use these. */
    private static final Set<String> IN_TESTS =
            Set.of("sealane-core", "sealane-certs-dev", "sealane-audit");

    private ModuleRules() {}

    static List<String> faultsIn(Checkout checkout) {
        var faults = new ArrayList<String>();
        for (Path pom : checkout.ending("pom.xml")) {
            if (pom.getParent() != null) {
                faults.addAll(faultsIn(checkout.read(pom)));
            }
        }
        return faults;
    }

    static List<String> faultsIn(String pom) {
        Element project = parse(pom);
        String module = text(project, "artifactId");
        Set<String> mayUse = MAY_USE.get(module);
        if (mayUse == null) {
            return List.of(module + " is a new module: say here what it may use");
        }
        var faults = new ArrayList<String>();
        var dependencies = project.getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            String used = text(dependency, "artifactId");
            boolean inTests = text(dependency, "scope").equals("test") && IN_TESTS.contains(used);
            // Without its own dependencies a pom is nothing to use: it only says what is built
            // first.
            boolean builtBefore =
                    text(dependency, "type").equals("pom")
                            && dependency.getElementsByTagName("exclusion").getLength() > 0;
            if (used.startsWith(OURS) && !mayUse.contains(used) && !inTests && !builtBefore) {
                faults.add(module + " may not depend on " + used);
            }
        }
        return faults;
    }

    private static Element parse(String xml) {
        try {
            var source = new InputSource(new StringReader(xml));
            var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            return builder.parse(source).getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("Not a pom", e);
        }
    }

    /** The text of a child element; empty if there is none. */
    private static String text(Element parent, String name) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals(name)) {
                return child.getTextContent().strip();
            }
        }
        return "";
    }
}
