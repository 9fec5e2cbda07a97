package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.agreement.AgreementTerms;
import io.sealane.core.agreement.Grant;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.PseudonymKey;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What each reader would see of a document under terms that need not be in force. */
public final class TermsPreview {
    private final Self self;
    private final Catalogue catalogue;
    private final InstantSource clock;
    private final Identifiers identifiers;
    private final PseudonymKey pseudonyms;

    public TermsPreview(
            Self self,
            Catalogue catalogue,
            InstantSource clock,
            Identifiers identifiers,
            PseudonymKey pseudonyms) {
        this.self = self;
        this.catalogue = catalogue;
        this.clock = clock;
        this.identifiers = identifiers;
        this.pseudonyms = pseudonyms;
    }

    /**
     * What one line of the terms shows.
     *
     * @param view whose recipient is a party of the grant, or {@code everyone}
     */
    public record Line(Grant grant, Submission.View view) {}

    /**
     * The views of a document that this node would send, one a line of the terms that speaks of it.
     * The document is sealed and read back, as it would be sent; nothing is stored.
     */
    public List<Line> of(AgreementTerms terms, String vct, JsonNode body) throws Refusal {
        DocumentType type = catalogue.type(vct);
        type.check(body);
        Signer signer = self.issuing();
        var claims =
                new IssuerClaims(
                        new PartyId("preview", self.node()),
                        self.node(),
                        clock.instant(),
                        "urn:uuid:" + identifiers.next(),
                        type.vct(),
                        type.profile().id(),
                        List.of(signer.algorithm().joseName()),
                        self.presentation().kid());
        var sealer = new Sealer(identifiers.random());
        SealedDocument linkable = sealer.seal(claims, type.profile().shape(body), signer);
        var lines = new ArrayList<Line>();
        for (Grant grant : terms.grants()) {
            boolean covers = grant.profiles().contains(type.profile().id());
            if (grant.from().equals(self.node()) && grant.speaksOf(vct) && covers) {
                String party = grant.parties().stream().sorted().findFirst().orElse("everyone");
                var recipient = new Recipient(new PartyId(party, grant.to()), grant.role());
                SealedDocument sealed =
                        grant.unlinkable()
                                ? sealer.seal(
                                        claims, type.shape(body, pseudonyms.at(grant.to())), signer)
                                : linkable;
                lines.add(new Line(grant, Views.of(sealed, recipient, grant::allows)));
            }
        }
        return lines;
    }
}
