package io.sealane.certs;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a development federation shall be: which nodes, which parties, who may see what.
 *
 * @param grants between two nodes, or of a node to itself (its house grants)
 */
public record Plan(List<Node> nodes, List<Grant> grants) {
    public Plan {
        nodes = List.copyOf(nodes);
        grants = List.copyOf(grants);
        var folders = new LinkedHashSet<String>();
        for (Node node : nodes) {
            if (!folders.add(node.folder())) {
                throw new IllegalArgumentException("two nodes in the folder " + node.folder());
            }
        }
        for (Grant grant : grants) {
            if (!folders.contains(grant.from()) || !folders.contains(grant.to())) {
                throw new IllegalArgumentException("a grant of an unknown node: " + grant);
            }
        }
    }

    /** The node of a folder. */
    public Node node(String folder) {
        return nodes.stream()
                .filter(node -> node.folder().equals(folder))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node in " + folder));
    }

    /**
     * One nation's node.
     *
     * @param folder short name, e.g. {@code us}: its folder below the federation's
     * @param name host name, e.g. {@code us.sealane.example}
     */
    public record Node(String folder, String name, Ports ports, List<Party> parties) {
        public Node {
            parties = List.copyOf(parties);
        }

        /** The name of its log. */
        public String origin() {
            return name + "/log/1";
        }
    }

    /** Where a node listens, on the loopback address. */
    public record Ports(int api, int federation, int management) {}

    /**
     * An organisation served by a node.
     *
     * @param issues types it may issue, e.g. {@code transport-document}; its node signs for it
     */
    public record Party(String name, List<String> roles, List<String> issues) {
        public Party {
            roles = List.copyOf(roles);
            issues = List.copyOf(issues);
        }
    }

    /**
     * One line of an agreement; nodes by their folders.
     *
     * @param documents type and major version, e.g. {@code transport-document/1}
     * @param parties who it is for; empty for all that hold the role
     */
    public record Grant(
            String from,
            String to,
            String documents,
            String role,
            List<String> parties,
            List<String> allow,
            List<String> require,
            String purpose,
            int retentionDays) {
        public Grant {
            parties = List.copyOf(parties);
            allow = List.copyOf(allow);
            require = List.copyOf(require);
        }
    }
}
