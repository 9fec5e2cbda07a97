package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.command.demo.Stage;
import io.sealane.command.faults.Fault;
import io.sealane.command.faults.Trial;
import io.sealane.command.fleet.Fleet;
import io.sealane.command.fleet.Program;
import io.sealane.core.document.Catalogue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Some cycles with real processes, which hold; and one with a tampered inbox, which must not. */
@Tag("long")
class FaultsIT {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** A node that is paused, answers that are lost, a database that is stopped. */
    private static final List<Long> SEEDS = List.of(10L, 12L, 5L);

    @TempDir private Path folder;

    @Test
    void everything_holds_whatever_happens_and_a_deleted_delivery_is_missed() throws Exception {
        Catalogue catalogue = Catalogue.bundled();
        Stage stage = Stage.create(folder.resolve("out"), catalogue, Instant.now());
        Fleet fleet = Fleet.of(stage.berths(), Program.ofThisCheckout());
        try (var trial = new Trial(stage, catalogue, fleet, LONGEST)) {
            trial.begin();
            Set<Fault> faults = EnumSet.noneOf(Fault.class);
            for (int i = 0; i < SEEDS.size(); i++) {
                Trial.Cycle cycle = trial.run(i + 1, SEEDS.get(i));
                faults.add(cycle.fault());
                assertThat(cycle.violations()).as("%s", cycle).isEmpty();
                assertThat(cycle.acknowledged()).isPositive().isEqualTo(cycle.delivered());
            }
            assertThat(faults)
                    .containsExactlyInAnyOrder(
                            Fault.NODE_PAUSED, Fault.ANSWERS_LOST, Fault.DATABASE_STOPPED);
            assertThat(trial.end()).isEmpty();

            try (var database = NodeDatabase.of(fleet.node("us").berth())) {
                database.deleteNewestInInbox();
            }
            assertThat(trial.end())
                    .singleElement()
                    .asString()
                    .startsWith("receipted, and not in the inbox: ");
        }
    }
}
