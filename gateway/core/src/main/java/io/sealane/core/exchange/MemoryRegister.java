package io.sealane.core.exchange;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.Settled;
import io.sealane.core.json.Base64Url;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The agreements of a {@link MemoryStore}: the same conditions as the real ones. */
final class MemoryRegister implements Register {
    private final Map<String, Filed> filed = new LinkedHashMap<>();
    private final Map<String, Logged> logged = new LinkedHashMap<>();
    private final Map<String, Errand> errands = new LinkedHashMap<>();
    private final Map<ChannelName, MemoryOutbound> outbound;
    private long version;

    MemoryRegister(Map<ChannelName, MemoryOutbound> outbound) {
        this.outbound = outbound;
    }

    /** Whether the agreements that these lines name still carry them. */
    synchronized boolean carries(Sent sent) {
        return sent.lines().stream()
                .map(line -> filed.get(key(line.agreement())))
                .allMatch(one -> one == null || (isInForce(one) && one.closing() == null));
    }

    synchronized boolean carries(Received received) {
        return received.lines().stream()
                .filter(line -> line.admitted() != null)
                .allMatch(line -> {
                    byte[] agreement = Objects.requireNonNull(line.admitted()).agreement();
                    Filed one = filed.get(key(agreement));
                    return one == null || takes(one, received.channel(), line.seq());
                });
    }

    private static boolean takes(Filed one, ChannelName channel, long seq) {
        Long last = one.last().get(channel.toString());
        return one.state() != AgreementState.ENDED
                && one.closing() != AgreementState.ENDED
                && (last == null || seq <= last);
    }

    private static boolean isInForce(Filed one) {
        return one.state() == AgreementState.IN_FORCE;
    }

    synchronized boolean takes(Settled settled) {
        Filed now = filed.get(key(settled.agreement()));
        return !logged.containsKey(settled.name())
                && (now == null ? null : now.state()) == settled.from();
    }

    synchronized void take(Settled settled, long index) {
        Filed before = filed.get(key(settled.agreement()));
        Map<String, Long> last = new HashMap<>(before == null ? Map.of() : before.last());
        settled.last().forEach((channel, seq) -> last.merge(channel, seq, Math::min));
        if (settled.handOver()) {
            errands.put(
                    settled.name(), new Errand(settled.peer(), settled.name(), settled.document()));
        }
        logged.put(
                settled.name(),
                new Logged(index, settled.leaf().blinding(), settled.leaf().statement()));
        // One that only hears its partner's word goes on closing by its own.
        AgreementState closing =
                before != null && before.state() == settled.to() ? before.closing() : null;
        file(
                new Filed(
                        settled.agreement(),
                        settled.peer(),
                        settled.to(),
                        settled.signed(),
                        settled.at(),
                        began(before, settled),
                        closing,
                        before == null ? null : before.reason(),
                        false,
                        last));
    }

    private static @Nullable Instant began(@Nullable Filed before, Settled settled) {
        return before != null && before.began() != null
                ? before.began()
                : settled.to() == AgreementState.IN_FORCE ? settled.at() : null;
    }

    private void file(Filed one) {
        filed.put(key(one.hash()), one);
        version++;
    }

    @Override
    public synchronized long version(int log) {
        return version;
    }

    @Override
    public synchronized List<Filed> all(int log) {
        return filed.values().stream()
                .map(one -> {
                    String name = Register.name(one.hash(), AgreementState.IN_FORCE, one.peer());
                    return with(one, one.closing(), one.reason(), errands.containsKey(name));
                })
                .toList();
    }

    private static Filed with(
            Filed one, @Nullable AgreementState closing, @Nullable String reason, boolean awaited) {
        return new Filed(
                one.hash(),
                one.peer(),
                one.state(),
                one.signed(),
                one.since(),
                one.began(),
                closing,
                reason,
                awaited,
                one.last());
    }

    @Override
    public synchronized void close(
            int log, byte[] agreement, AgreementState target, @Nullable String reason) {
        Filed one = Objects.requireNonNull(filed.get(key(agreement)));
        if (one.state() != AgreementState.ENDED) {
            file(with(one, target, reason, false));
        }
    }

    @Override
    public long lastSent(ChannelName channel) {
        MemoryOutbound out = outbound.get(channel);
        return out == null ? 0 : out.nextSeq - 1;
    }

    @Override
    public synchronized List<Errand> errands(int log) {
        return List.copyOf(errands.values());
    }

    @Override
    public synchronized void handedOver(int log, Errand errand) {
        errands.remove(errand.name());
        version++;
    }

    @Override
    public synchronized @Nullable Logged logged(int log, String name) {
        return logged.get(name);
    }

    private static String key(byte[] hash) {
        return Base64Url.encode(hash);
    }
}
