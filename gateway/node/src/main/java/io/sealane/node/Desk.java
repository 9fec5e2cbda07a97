package io.sealane.node;

import io.sealane.core.document.Catalogue;
import io.sealane.core.exchange.Exclusions;
import io.sealane.core.exchange.KeyRevocations;
import io.sealane.core.exchange.Negotiation;
import io.sealane.core.exchange.TermsPreview;
import io.sealane.node.federation.Acquaintances;
import io.sealane.node.http.AgreementRoutes;
import io.sealane.node.http.ExclusionRoutes;
import io.sealane.node.http.KeyRoutes;
import io.sealane.node.http.PartnerRoutes;
import io.sealane.node.http.PartyRoutes;
import io.sealane.node.http.Route;
import io.sealane.node.keys.LiveKeys;
import io.sealane.node.party.Registry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an operator may ask of the node.
 *
 * @param agreed is told the partner with which something changed
 */
record Desk(
        Negotiation negotiation,
        TermsPreview preview,
        Catalogue catalogue,
        Exclusions exclusions,
        Acquaintances acquaintances,
        KeyRevocations compromised,
        LiveKeys keys,
        Registry registry,
        Consumer<String> agreed) {

    List<Route> routes() {
        List<Route> all = new ArrayList<>();
        all.addAll(new AgreementRoutes(negotiation, preview, catalogue, agreed).all());
        all.addAll(new PartnerRoutes(acquaintances).all());
        all.addAll(new KeyRoutes(compromised, keys::thumbprints).all());
        all.addAll(new ExclusionRoutes(exclusions, agreed).all());
        all.addAll(new PartyRoutes(registry).all());
        return all;
    }
}
