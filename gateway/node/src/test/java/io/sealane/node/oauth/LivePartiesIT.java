package io.sealane.node.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.certs.KeyPairs;
import io.sealane.certs.PartyKeys;
import io.sealane.core.identity.Key;
import io.sealane.node.TestTls;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.NodeConfig.Account;
import io.sealane.node.config.Scope;
import io.sealane.node.party.Registered;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parties that change while tokens of theirs are good, and accounts that act as a party. */
class LivePartiesIT extends TokenCase {
    private static final String NAME = "live-line";
    private static final PartyKeys LIVE = keys(NAME, NOW);
    private static final PartyKeys NEXT = keys(NAME, NOW);
    private static final PartyKeys DESK = keys(NAME, NOW);
    private static final Set<Scope> BOTH = Set.of(Scope.DOCUMENTS, Scope.INBOX);

    private static NodeConfig.Party party(
            PartyKeys keys, Set<Scope> scopes, int perSecond, Account... accounts) {
        return new NodeConfig.Party(
                NAME,
                Set.of(),
                Set.of(),
                scopes,
                keys.thumbprint(),
                null,
                List.of(),
                perSecond,
                List.of(accounts));
    }

    private static Account account(
            String name, Set<Scope> scopes, @Nullable String certificate, @Nullable Key key) {
        return new Account(name, scopes, certificate, key, 0);
    }

    private static void now(NodeConfig.Party party) {
        ROSTER.learn(new Registered(party));
    }

    @BeforeEach
    void register() {
        now(party(LIVE, BOTH, 0));
    }

    @Test
    void a_party_that_is_registered_while_the_node_runs_gets_a_token_at_once() throws Exception {
        assertThat(get("/inbox", LIVE, token(LIVE, NAME)).body()).isEqualTo(NAME);
    }

    @Test
    void the_tokens_of_a_party_that_ended_are_worth_nothing() throws Exception {
        String token = token(LIVE, NAME);
        NodeConfig.Party party =
                party(LIVE, BOTH, 0, account("desk", BOTH, DESK.thumbprint(), null));
        ROSTER.learn(new Registered(party));
        String ofDesk = token(DESK, NAME + "/desk");
        ROSTER.learn(new Registered(party, List.of(), NOW));
        isRefused(get("/inbox", LIVE, token), 401, "invalid-token");
        isRefused(get("/inbox", DESK, ofDesk), 401, "invalid-token");
        isRefused(asked(LIVE, NAME), 401, "invalid-client");
    }

    @Test
    void a_scope_that_is_taken_away_is_taken_from_tokens_too() throws Exception {
        String token = token(LIVE, NAME);
        now(party(LIVE, Set.of(Scope.DOCUMENTS), 0));
        isRefused(get("/inbox", LIVE, token), 403, "insufficient-scope");
        assertThat(get("/documents", LIVE, token).statusCode()).isEqualTo(200);
    }

    @Test
    void a_token_ends_with_the_certificate_that_it_was_given_for() throws Exception {
        String token = token(LIVE, NAME);
        now(party(NEXT, BOTH, 0));
        isRefused(get("/inbox", LIVE, token), 401, "invalid-token");
        isRefused(asked(LIVE, NAME), 401, "invalid-client");
        assertThat(get("/inbox", NEXT, token(NEXT, NAME)).statusCode()).isEqualTo(200);
    }

    @Test
    void an_account_acts_as_its_party_under_its_own_name_with_its_own_scopes() throws Exception {
        Account desk = account("desk", Set.of(Scope.INBOX), DESK.thumbprint(), null);
        now(party(LIVE, BOTH, 0, desk));
        String token = token(DESK, NAME + "/desk");
        assertThat(get("/inbox", DESK, token).body()).isEqualTo(NAME + "/desk");
        isRefused(get("/documents", DESK, token), 403, "insufficient-scope");
        isRefused(get("/inbox", LIVE, token), 401, "token-not-bound");
        // Neither speaks for the other.
        isRefused(asked(DESK, NAME), 401, "invalid-client");
        isRefused(asked(LIVE, NAME + "/desk"), 401, "invalid-client");
        isRefused(asked(DESK, NAME + "/other"), 401, "invalid-client");
        now(party(LIVE, BOTH, 0));
        isRefused(get("/inbox", DESK, token), 401, "invalid-token");
    }

    @Test
    void an_account_without_a_certificate_is_known_by_its_key_alone() throws Exception {
        Key key = KeyPairs.publicKey(DESK.assertion());
        now(party(LIVE, BOTH, 0, account("desk", BOTH, null, key)));
        isRefused(asked(DESK, NAME + "/desk"), 401, "invalid-client");
        var form = Map.of("grant_type", "client_credentials", "client_id", NAME + "/desk");
        isRefused(
                send(TestTls.anonymous(AUTHORITY.certificate()), ask(form)), 401, "invalid-client");
        String client = NAME + "/desk";
        var claims = claims().issuer(client).subject(client).build();
        HttpResponse<String> answer = asserted(assertion(claims, DESK.assertion()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void accounts_share_what_the_party_may_ask_and_may_be_held_to_less() throws Exception {
        String desk = NAME + "/desk";
        Account slow = new Account("desk", BOTH, DESK.thumbprint(), null, 1);
        now(party(LIVE, BOTH, 3, slow));
        CLOCK.forward(Duration.ofSeconds(5));
        String token = token(LIVE, NAME);
        String ofDesk = token(DESK, desk);
        assertThat(get("/inbox", DESK, ofDesk).statusCode()).isEqualTo(200);
        isRefused(get("/inbox", DESK, ofDesk), 429, "invalid-request");
        // One of three was its account's.
        assertThat(get("/inbox", LIVE, token).statusCode()).isEqualTo(200);
        assertThat(get("/inbox", LIVE, token).statusCode()).isEqualTo(200);
        isRefused(get("/inbox", LIVE, token), 429, "invalid-request");
        CLOCK.forward(Duration.ofSeconds(-5));
    }

    private static HttpResponse<String> asked(PartyKeys keys, String client) throws Exception {
        return send(as(keys), ask(Map.of("grant_type", "client_credentials", "client_id", client)));
    }
}
