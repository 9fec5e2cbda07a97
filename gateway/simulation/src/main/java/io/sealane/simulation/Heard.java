package io.sealane.simulation;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Observer;
import io.sealane.core.identity.Code;

import java.util.UUID;

/** What a process says of itself, for the trace. */
record Heard(World world, Node node, String name) implements Observer {
    @Override
    public void submitted(UUID document, int recipients) {
        say("takes document " + document + " for " + recipients);
    }

    @Override
    public void sent(ChannelName channel, int lines) {
        say("numbers " + lines + " on " + channel);
    }

    @Override
    public void delivered(ChannelName channel, UUID delivery) {
        say("has the receipt of " + delivery + " on " + channel);
    }

    @Override
    public void refusedBy(ChannelName channel, UUID delivery, Code code) {
        say("has the refusal of " + delivery + " on " + channel + ": " + code.wireName());
    }

    @Override
    public void cancelled(ChannelName channel, UUID delivery, Code code) {
        say("cancels " + delivery + " on " + channel + ": " + code.wireName());
    }

    @Override
    public void admitted(ChannelName channel, UUID delivery) {
        say("admits " + delivery + " on " + channel);
    }

    @Override
    public void refused(ChannelName channel, UUID delivery, Code code) {
        say("refuses " + delivery + " on " + channel + ": " + code.wireName());
    }

    @Override
    public void equivocation(String peer, String where) {
        say("caught " + peer + " in two words: " + where);
        if (!peer.equals(Setting.LIAR)) {
            world.watch().fail(node.name() + " takes the honest " + peer + " for a liar");
        }
    }

    @Override
    public void committed(int changes, int leaves, long treeSize) {
        say("commits " + changes + " with " + leaves + " leaves, the log has " + treeSize);
    }

    private void say(String what) {
        world.trace().add(name, what);
    }
}
