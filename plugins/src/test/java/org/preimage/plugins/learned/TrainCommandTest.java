package org.preimage.plugins.learned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.plugins.Lab;
import org.preimage.priors.bundle.Bundle;
import org.scijava.command.CommandModule;

/** Training through a Fiji command. How often it is cancelled is the system property preimage.exits; 50 for a release. */
class TrainCommandTest {
    private static final int TIMES = Integer.getInteger("preimage.exits", 2);

    @TempDir
    Path folder;

    private CommandModule run(Lab lab, Object... more) {
        Object[] inputs = {"recipe", "dgd-ellipses", "folder", folder.toFile(), "device", "cpu", "precision", "float"};
        Object[] all = new Object[inputs.length + more.length];
        System.arraycopy(inputs, 0, all, 0, inputs.length);
        System.arraycopy(more, 0, all, inputs.length, more.length);
        return lab.run(TrainCommand.class, all);
    }

    @Test
    void isCancelledInAStepAndGoesOnAfterwards() throws IOException {
        int steps = TIMES + 1;
        for (int i = 1; i <= TIMES; i++) {
            try (Lab lab = new Lab()) {
                // The first progress of a run is the step that has just been made.
                lab.cancelWhen(task -> task.getStatusMessage() != null
                        && task.getStatusMessage().contains("iteration"));
                CommandModule module = run(lab, "steps", steps);
                assertTrue(module.isCanceled(), "run " + i);
                assertEquals("", module.getCancelReason());
                String end = "stopped after " + i + " of " + steps + " steps; the same command goes on from there";
                assertTrue(lab.messages().stream().anyMatch(m -> m.contains(end)), () -> lab.messages()
                        .toString());
            }
        }
        try (Lab lab = new Lab()) {
            CommandModule module = run(lab, "steps", steps);
            assertFalse(module.isCanceled(), module.getCancelReason());
            Path card = folder.resolve("dgd-ellipses.json");
            assertEquals(steps, Bundle.read(card).card().training().steps());
        }
    }

    @Test
    void refusesInOneSentence() {
        try (Lab lab = new Lab()) {
            CommandModule module = lab.run(TrainCommand.class, "recipe", "nothing", "folder", folder.toFile());
            assertTrue(module.getCancelReason().startsWith("Recipe \"nothing\" is unknown; the recipes are "));
            module = run(lab, "device", "tpu");
            assertEquals("Device is \"tpu\", but must be one of auto, cpu, gpu.", module.getCancelReason());
            module = run(lab, "precision", "half");
            assertEquals("Precision \"half\" is unknown; it is one of float, mixed.", module.getCancelReason());
            assertFalse(Files.exists(folder.resolve("training.state")));
        }
    }
}
