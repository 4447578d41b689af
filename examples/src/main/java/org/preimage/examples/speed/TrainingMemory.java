package org.preimage.examples.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.training.Recipes;
import org.preimage.priors.training.Training;

/**
 * The process's memory while a recipe is trained: resident set and native arrays after every thousand steps, on Linux.
 *
 * <pre>java -cp preimage.jar org.preimage.examples.speed.TrainingMemory RECIPE STEPS</pre>
 */
public final class TrainingMemory {
    private TrainingMemory() {}

    static double residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmRSS:"))
                .mapToDouble(l -> Double.parseDouble(l.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** @param args recipe and number of steps */
    public static void main(String[] args) throws IOException {
        int steps = Integer.parseInt(args[1]);
        Training training =
                Recipes.named(args[0]).training(1, ComputeDevice.CPU, 1, steps).withSteps(steps, steps);
        Training.State state = training.start(training.initial());
        for (int i = 1; i <= steps; i++) {
            training.step(state);
            if (i == 100 || i % Math.max(1, steps / 10) == 0) {
                System.gc();
                System.out.printf(
                        Locale.ROOT,
                        "step %6d: %6.0f MiB resident, %d native arrays%n",
                        i,
                        residentMegabytes(),
                        Torch.liveArrays());
            }
        }
    }
}
