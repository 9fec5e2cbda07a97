package io.sealane.node.federation;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.node.http.Access;
import io.sealane.node.http.Caller;
import io.sealane.node.http.Gate;
import io.sealane.node.http.PeerCertificate;
import io.sealane.node.keys.CertificateEnd;
import io.sealane.node.keys.Revocations;
import io.sealane.node.keys.Thumbprint;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.security.cert.X509Certificate;
import java.time.InstantSource;

/** Lets in partners: the node whose pinned key the connection's certificate holds. */
public final class PartnerGate implements Gate {
    private final PartnerBook book;
    private final Revocations revocations;
    private final InstantSource clock;

    public PartnerGate(PartnerBook book, Revocations revocations, InstantSource clock) {
        this.book = book;
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public Caller admit(HttpServerRequest request, Access access) throws Refusal {
        if (request.version() != HttpVersion.HTTP_2) {
            throw new Refusal(Code.INVALID_REQUEST, "Nodes speak HTTP/2 to each other.");
        }
        X509Certificate certificate = PeerCertificate.of(request);
        String node =
                certificate == null
                        ? null
                        : book.nodeOf(Thumbprint.pin(certificate.getPublicKey()));
        if (certificate == null || node == null) {
            throw new Refusal(Code.UNKNOWN_PEER, "The connection is not one of a partner.");
        }
        CertificateEnd.check(certificate, clock.instant());
        if (revocations.isRevoked(certificate)) {
            throw new Refusal(Code.CERTIFICATE_REVOKED, "Its issuer has revoked the certificate.");
        }
        return new Caller.Partner(node);
    }

    @Override
    public boolean keeps(X509Certificate peer) {
        return book.nodeOf(Thumbprint.pin(peer.getPublicKey())) != null
                && !revocations.isRevoked(peer);
    }
}
