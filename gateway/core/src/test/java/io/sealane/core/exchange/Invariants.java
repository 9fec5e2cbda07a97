package io.sealane.core.exchange;

import io.sealane.core.agreement.Grant;
import io.sealane.core.disclosure.Disclosed;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Profile;
import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.identity.Refusal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What must hold whatever happened, found out from what the nodes hold, not what they say. */
final class Invariants {
    private final List<String> violations = new ArrayList<>();

    /**
     * Looks at the two nodes of a finished story.
     *
     * @param acknowledged documents that a party was told are taken
     * @param truth the grants that both really signed
     */
    static List<String> violations(ThreeNodes net, Set<UUID> acknowledged, List<Grant> truth)
            throws Refusal {
        var found = new Invariants();
        found.nothingTwice(net.nl);
        found.nothingLost(net.nl, acknowledged);
        found.nothingBeyondAGrant(net.nl, truth);
        found.noForkedSignature(net.us);
        return found.violations;
    }

    private void nothingTwice(TestNode node) throws Refusal {
        var seen = new HashSet<String>();
        for (Admitted one : node.store.inbox) {
            if (!seen.add(Presentation.parse(one.presentation()).keyBinding().terms().nonce())) {
                violations.add("twice in an inbox");
            }
        }
    }

    private void nothingLost(TestNode node, Set<UUID> acknowledged) {
        var missing = new HashSet<>(acknowledged);
        node.store.inbox.forEach(one -> missing.remove(one.document()));
        if (!missing.isEmpty()) {
            violations.add("acknowledged and lost");
        }
    }

    private void nothingBeyondAGrant(TestNode node, List<Grant> truth) throws Refusal {
        Profile profile = TestNode.CATALOGUE.type(TestNode.TYPE).profile();
        for (Admitted one : node.store.inbox) {
            Grant grant =
                    truth.stream()
                            .filter(line -> line.to().equals(node.self.node()))
                            .filter(line -> line.role().equals(one.recipient().role()))
                            .findFirst()
                            .orElseThrow();
            Disclosed disclosed = Presentation.parse(one.presentation()).disclosed();
            for (FieldClass shown :
                    disclosed
                            .classes(part -> profile.classOf(part.path(), part.value()))
                            .ofDigestHash()
                            .values()) {
                if (!grant.allows(shown)) {
                    violations.add("held beyond the grant");
                    return;
                }
            }
        }
    }

    private void noForkedSignature(TestNode node) {
        if (node.signed.entrySet().stream().anyMatch(tree -> tree.getValue().size() > 1)) {
            violations.add("two trees of one size were signed");
        }
    }
}
