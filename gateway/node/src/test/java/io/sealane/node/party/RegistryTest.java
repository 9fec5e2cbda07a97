package io.sealane.node.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.KeyPairs;
import io.sealane.core.agreement.Directory.Retired;
import io.sealane.core.document.Policy;
import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Change.Noted;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Group;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.MemoryStore;
import io.sealane.core.exchange.Observer;
import io.sealane.core.exchange.Register;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.SignatureType;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.NodeConfig.Party;
import io.sealane.node.config.Scope;
import io.sealane.node.http.TestClock;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Parties as processes of one node register, change and end them over one store. */
class RegistryTest {
    private static final String US = "us.sealane.example";
    private static final Instant START = Instant.parse("2026-11-23T12:00:00.75Z");
    private static final Instant SECOND = Instant.parse("2026-11-23T12:00:00Z");
    private static final KeySigner SIGNER = KeyPairs.signer(KeyPairs.p256());
    private static final Self SELF =
            new Self(
                    US,
                    1,
                    SIGNER,
                    null,
                    SIGNER,
                    SIGNER,
                    NoteSigner.of(US + "/log/1", SignatureType.ED25519, KeyPairs.ed25519()),
                    null);

    /** What was noted, in its order. */
    private final List<Noted> noted = new ArrayList<>();

    private final MemoryStore store =
            new MemoryStore() {
                @Override
                public synchronized Committed commit(Group group) throws Conflict {
                    Committed committed = super.commit(group);
                    for (Change one : group.changes()) {
                        noted.add((Noted) one);
                    }
                    return committed;
                }
            };
    private final TestClock clock = new TestClock(START);

    /** A process of the node with its own configuration file. */
    private final class OneProcess implements Registry.Shelf {
        final Registry registry;
        final Roster roster;
        int changes;

        OneProcess(Party... ofFile) {
            registry = Registry.open(config(ofFile), this, clock);
            roster = registry.roster();
            var sequencer = new Sequencer(SELF, store, (_, _, _) -> {}, Observer.NONE);
            var identifiers = new Identifiers(clock, new Random(1));
            sequencer.open();
            registry.write(new Registry.Pen(SELF, sequencer, identifiers), () -> changes++);
        }

        @Override
        public List<String> from(long number, int limit) {
            return statements().stream().skip(number - 1).limit(limit).toList();
        }

        @Override
        public Register.@Nullable Logged logged(String name) {
            return null;
        }
    }

    private List<String> statements() {
        return noted.stream()
                .map(one -> new String(one.document(), StandardCharsets.US_ASCII))
                .toList();
    }

    private static NodeConfig config(Party... parties) {
        var listener = new NodeConfig.Listener("127.0.0.1", 0);
        Path none = Path.of("none");
        return new NodeConfig(
                US,
                none,
                listener,
                listener,
                listener,
                new NodeConfig.KeyFile(none, none, null),
                null,
                1,
                List.of(parties),
                List.of(),
                List.of(new NodeConfig.Auditor("inspector", hash(90))),
                List.of(new NodeConfig.Operator("operator", hash(91))),
                NodeConfig.Announced.NOTHING,
                null,
                Policy.NONE,
                null,
                NodeConfig.Approval.OF_ONE);
    }

    private static String hash(int filler) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) filler);
        return Base64Url.encode(bytes);
    }

    private static Key key() {
        return KeyPairs.signer(KeyPairs.p256()).key();
    }

    private static Party party(String name, int certificate, Key... documentKeys) {
        return new Party(
                name,
                Set.of("carrier"),
                Set.of("transport-document"),
                Set.of(Scope.DOCUMENTS),
                hash(certificate),
                null,
                List.of(documentKeys),
                0,
                List.of());
    }

    private static ObjectNode keys(Key... keys) {
        ObjectNode change = Json.object();
        change.set("documentKeys", PartyJson.jwks(List.of(keys)));
        return change;
    }

    private static void isRefused(Code code, String pointer, ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(code);
                            assertThat(String.valueOf(refusal.pointer())).isEqualTo(pointer);
                        });
    }

    @Test
    void parties_of_the_file_count_at_once_and_are_taken_over_once() throws Refusal {
        Party acme = party("acme-line", 1);
        var first = new OneProcess(acme, party("newark-terminal", 2));
        assertThat(first.roster.party("acme-line")).isEqualTo(acme);
        assertThat(statements()).isEmpty();
        var second = new OneProcess(acme, party("newark-terminal", 2));
        first.registry.settle();
        second.registry.settle();
        new OneProcess(acme).registry.settle();
        assertThat(statements()).hasSize(2);
        PartyStatement said = PartyStatement.parse(statements().getFirst());
        assertThat(said.by()).isEqualTo("node.yaml");
        assertThat(said.registered()).isEqualTo(new Registered(acme));
    }

    @Test
    void what_was_stated_counts_more_than_what_the_file_says_later() throws Refusal {
        var before = new OneProcess(party("acme-line", 1), party("old-line", 3));
        before.registry.settle();
        before.registry.change("acme-line", Json.object().put("certificate", hash(2)), "operator");
        before.registry.end("old-line", "operator");
        int stated = statements().size();

        var after = new OneProcess(party("acme-line", 1), party("old-line", 3));
        after.registry.settle();
        assertThat(after.roster.party("acme-line")).isEqualTo(party("acme-line", 2));
        assertThat(after.roster.party("old-line")).isNull();
        assertThat(statements()).hasSize(stated);
        // What was taken over stays when the file forgets it.
        assertThat(new OneProcess().roster.party("acme-line")).isNotNull();
    }

    @Test
    void each_statement_is_signed_names_the_one_before_and_is_a_leaf() throws Refusal {
        var process = new OneProcess();
        process.registry.register(party("acme-line", 1), "operator");
        process.registry.change("acme-line", Json.object().put("requestsPerSecond", 5), "deputy");
        process.registry.end("acme-line", "operator");
        String prev = PartyStatement.NONE;
        var by = new ArrayList<String>();
        for (String compact : statements()) {
            PartyStatement.verify(compact, SIGNER.key());
            PartyStatement said = PartyStatement.parse(compact);
            assertThat(said.prev()).isEqualTo(prev);
            assertThat(said.sign(SIGNER))
                    .startsWith(compact.substring(0, compact.lastIndexOf('.')));
            prev = Base64Url.encode(PartyStatement.hash(compact));
            by.add(said.by());
        }
        assertThat(by).containsExactly("operator", "deputy", "operator");
        assertThat(store.leaves()).hasSize(3);
        assertThat(new String(store.leaves().getLast().statement(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"at\":%d,\"hash\":\"%s\",\"kind\":\"key\",\"log\":\"%s/log/1\",\"node\":\"%s\",\"subject\":\"party\"}"
                                .formatted(SECOND.getEpochSecond(), prev, US, US));
        assertThat(process.changes).isEqualTo(3);
    }

    @Test
    void other_processes_go_by_a_change_when_they_look() throws Refusal {
        var one = new OneProcess();
        var other = new OneProcess();
        one.registry.register(party("acme-line", 1), "operator");
        assertThat(other.roster.party("acme-line")).isNull();
        other.registry.settle();
        assertThat(other.roster.party("acme-line")).isEqualTo(party("acme-line", 1));
        assertThat(other.changes).isEqualTo(1);
        other.registry.settle();
        assertThat(other.changes).isEqualTo(1);
        // Each changes what the other said, without having looked.
        one.registry.change("acme-line", Json.object().put("requestsPerSecond", 5), "operator");
        other.registry.end("acme-line", "operator");
        assertThat(one.registry.find("acme-line").registered().hasEnded()).isFalse();
        one.registry.settle();
        Registered ended = one.registry.find("acme-line").registered();
        assertThat(ended.hasEnded()).isTrue();
        assertThat(ended.party().requestsPerSecond()).isEqualTo(5);
    }

    @Test
    void a_name_is_never_given_to_another_but_the_same_may_come_back() throws Refusal {
        var process = new OneProcess();
        Registry registry = process.registry;
        registry.register(party("acme-line", 1), "operator");
        registry.end("acme-line", "operator");
        isRefused(
                Code.INVALID_REQUEST,
                "/name",
                () -> registry.register(party("acme-line", 2), "operator"));
        isRefused(
                Code.INVALID_REQUEST,
                "",
                () -> registry.change("acme-line", Json.object(), "operator"));
        registry.change("acme-line", Json.object().put("ended", false), "operator");
        assertThat(process.roster.party("acme-line")).isNotNull();
        isRefused(Code.NOT_FOUND, "null", () -> registry.end("nobody", "operator"));
    }

    @Test
    void nothing_is_of_two_callers() throws Refusal {
        var process = new OneProcess(party("acme-line", 1));
        Registry registry = process.registry;
        registry.settle();
        Key key = key();
        registry.change("acme-line", keys(key), "operator");
        isRefused(
                Code.INVALID_REQUEST,
                "/certificate",
                () -> registry.register(party("thief", 1), "operator"));
        isRefused(
                Code.INVALID_REQUEST,
                "/certificate",
                () -> registry.register(party("thief", 91), "operator"));
        isRefused(
                Code.INVALID_REQUEST,
                "/name",
                () -> registry.register(party("inspector", 4), "operator"));
        isRefused(
                Code.INVALID_REQUEST,
                "/documentKeys",
                () -> registry.register(party("thief", 4, key), "operator"));
        registry.register(party("rightful", 4, key()), "operator");
        ObjectNode account = Json.object();
        account.putObject("accounts").putObject("desk").put("certificate", hash(4));
        isRefused(
                Code.INVALID_REQUEST,
                "/accounts/desk/certificate",
                () -> registry.change("acme-line", account, "operator"));
    }

    @Test
    void accounts_are_merged_by_name() throws Refusal {
        var process = new OneProcess();
        process.registry.register(party("acme-line", 1), "operator");
        process.registry.change("acme-line", account("desk", 2, "documents"), "operator");
        process.registry.change("acme-line", account("yard", 3, "documents"), "operator");
        isRefused(
                Code.INVALID_REQUEST,
                "/accounts/desk/scopes",
                () ->
                        process.registry.change(
                                "acme-line", account("desk", 2, "inbox"), "operator"));
        assertThat(accounts(process)).containsExactly("desk", "yard");
        ObjectNode gone = Json.object();
        gone.putObject("accounts").putNull("desk");
        process.registry.change("acme-line", gone, "operator");
        assertThat(accounts(process)).containsExactly("yard");
    }

    private static List<String> accounts(OneProcess process) throws Refusal {
        return process.registry.find("acme-line").registered().party().accounts().stream()
                .map(NodeConfig.Account::name)
                .toList();
    }

    private static ObjectNode account(String name, int certificate, String scope) {
        ObjectNode change = Json.object();
        ObjectNode account = change.putObject("accounts").putObject(name);
        account.put("certificate", hash(certificate)).putArray("scopes").add(scope);
        return change;
    }

    @Test
    void who_signed_before_is_kept_with_the_time_until_when() throws Refusal {
        Registry registry = new OneProcess().registry;
        registry.register(party("acme-line", 1), "operator");
        Key first = key();
        Key second = key();
        registry.change("acme-line", keys(first), "operator");
        assertThat(retired(registry)).containsExactly(new Retired(null, SECOND));
        clock.forward(Duration.ofSeconds(10));
        registry.change("acme-line", keys(second), "operator");
        Instant then = SECOND.plusSeconds(10);
        assertThat(retired(registry))
                .containsExactly(new Retired(first, then), new Retired(null, SECOND));
        registry.change("acme-line", keys(first, second), "operator");
        assertThat(retired(registry)).containsExactly(new Retired(null, SECOND));
        registry.change("acme-line", keys(), "operator");
        assertThat(retired(registry))
                .containsExactly(new Retired(first, then), new Retired(second, then));
    }

    @Test
    void a_compromised_key_counts_for_what_was_signed_before_that() throws Refusal {
        Registry registry = new OneProcess().registry;
        Key stolen = key();
        Key next = key();
        registry.register(party("acme-line", 1, stolen), "operator");
        Instant since = SECOND.minusSeconds(3600);
        ObjectNode change = keys(next);
        change.putObject("compromised").put(next.kid(), since.toString());
        isRefused(
                Code.INVALID_REQUEST,
                "/compromised",
                () -> registry.change("acme-line", change, "operator"));
        change.putObject("compromised").put(stolen.kid(), SECOND.plusSeconds(60).toString());
        isRefused(
                Code.INVALID_REQUEST,
                "/compromised",
                () -> registry.change("acme-line", change, "operator"));
        change.putObject("compromised").put(stolen.kid(), since.toString());
        registry.change("acme-line", change, "operator");
        assertThat(retired(registry)).containsExactly(new Retired(stolen, since));
    }

    private static List<Retired> retired(Registry registry) throws Refusal {
        return registry.find("acme-line").registered().retired();
    }
}
