package io.sealane.core.exchange;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Standing;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The agreements as this process knows them, and as the paths go by them: read anew at a change.
 */
final class Roll {
    private final Self self;
    private final Neighbours neighbours;
    private final Register register;
    private final Annals annals;
    private final List<Agreement> inherited;
    private volatile List<Filed> all = List.of();
    private volatile long version = -1;

    Roll(
            Self self,
            Neighbours neighbours,
            Register register,
            Annals annals,
            List<Agreement> inherited) {
        this.self = self;
        this.neighbours = neighbours;
        this.register = register;
        this.annals = annals;
        this.inherited = new ArrayList<>(inherited);
    }

    /** Looks whether something changed, in this process or another, and then reads all. */
    void look() {
        if (register.version(self.log()) != version) {
            refresh();
        }
    }

    /** Reads all, and lets the paths go by it. */
    synchronized void refresh() {
        version = register.version(self.log());
        List<Filed> read = register.all(self.log());
        inherited.removeIf(one ->
                ended(one.hash()) != null
                        || read.stream()
                                .anyMatch(filed -> Arrays.equals(filed.hash(), one.hash())));
        read.stream().filter(one -> one.state() == AgreementState.ENDED).forEach(this::note);
        var standing = new ArrayList<Standing>();
        read.stream().filter(Roll::isAgreed).map(this::standing).forEach(standing::add);
        inherited.stream().map(Standing::inForce).forEach(standing::add);
        all = read;
        neighbours.learn(Agreements.standing(standing));
    }

    /** Another process may have ended it. */
    private void note(Filed filed) {
        if (ended(filed.hash()) == null) {
            annals.add(new Annals.Ended(Base64Url.encode(filed.hash()), "", ""));
        }
    }

    /** How an agreement ended, whatever the register says; null if it did not. */
    Annals.@Nullable Ended ended(byte[] hash) {
        return annals.ended(Base64Url.encode(hash));
    }

    /** Whether it ever had all signatures: an offer that was taken back never had. */
    static boolean isAgreed(Filed filed) {
        return filed.began() != null;
    }

    private static Agreement agreement(Filed filed) {
        try {
            return Agreement.parse(filed.signed());
        } catch (Refusal damaged) {
            throw new IllegalStateException("an agreement that was filed cannot be read", damaged);
        }
    }

    private Standing standing(Filed filed) {
        return new Standing(
                agreement(filed),
                // What has ended stays ended, also if the register has forgotten it.
                ended(filed.hash()) == null ? filed.state() : AgreementState.ENDED,
                java.util.Objects.requireNonNull(filed.began()),
                filed.awaited() ? filed.peer() : null,
                filed.closing(),
                filed.last());
    }

    List<Filed> all() {
        return all;
    }

    /** Those known from elsewhere that are not filed yet. */
    synchronized List<Agreement> inherited() {
        return List.copyOf(inherited);
    }

    @Nullable Filed find(byte[] hash) {
        return all.stream().filter(one -> Arrays.equals(one.hash(), hash)).findFirst().orElse(null);
    }

    Filed filed(byte[] hash) throws Refusal {
        Filed found = find(hash);
        if (found == null) {
            throw new Refusal(Code.NOT_FOUND, "There is no agreement or offer with this hash.");
        }
        return found;
    }
}
