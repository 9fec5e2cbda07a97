package io.sealane.node;

import io.sealane.core.identity.KeySigner;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A delivery before it is signed: the truth, until a test changes it. */
final class Draft {
    Instant at = Instant.now();
    Instant expires = at.plus(Duration.ofDays(7));
    String profile = Rogue.TYPE.profile().id();
    KeySigner presenter;

    /** To which key the document is bound. */
    String bound;

    String audience;
    String channel;
    String delivery;
    long seq;
    String prev = "";
    String to = "rotterdam-terminal";
    String role = "terminal";
    List<String> shown = List.of("routing", "operational", "safety", "security.seal");
    boolean logged = true;
    String issuer = "straits-line";

    /** Signs the document by itself; null lets the node act for the issuer. */
    @Nullable KeySigner byItself;

    /** With which the node acts for the issuer; null takes its issuing key. */
    @Nullable KeySigner acting;

    /** Hash of the agreement that it names; null names the one there is. */
    byte @Nullable [] agreement;

    /** Makes a second signature, which the token then lists; null if there is to be none. */
    @Nullable KeySigner second;

    /** Of the second signature: what goes beside the presentation, if anything does. */
    Beside beside = made -> made;

    /** Of a disclosure, before the key binding is signed. */
    UnaryOperator<String> disclosure = text -> text;

    /** Signs a token that refers to the disclosure as it was changed. */
    boolean refersToIt;

    /** Of the issuer's token, before the key binding is signed. */
    UnaryOperator<String> token = text -> text;

    /** Of the key binding, after it was signed and before it is logged. */
    UnaryOperator<String> keyBinding = text -> text;

    /** Of the whole presentation, after it was signed. */
    UnaryOperator<String> wire = text -> text;

    Draft(KeySigner presenter, String audience, String channel, String delivery) {
        this.presenter = presenter;
        this.bound = presenter.kid();
        this.audience = audience;
        this.channel = channel;
        this.delivery = delivery;
    }

    /** What is done to a second signature. */
    @FunctionalInterface
    interface Beside {
        @Nullable String of(@Nullable String made);
    }
}
