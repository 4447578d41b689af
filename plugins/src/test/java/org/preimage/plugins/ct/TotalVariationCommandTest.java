package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

class TotalVariationCommandTest {
    private static final int VIEWS = 20;
    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private CommandModule run(ImagePlus sinogram, String weight, int iterations, boolean nonnegative) {
        return lab.run(
                TotalVariationCommand.class,
                "sinogram",
                sinogram,
                "range",
                "180",
                "axis",
                "center",
                "size",
                Scene.SIZE,
                "weight",
                weight,
                "iterations",
                iterations,
                "nonnegative",
                nonnegative);
    }

    /** Few views with 2 % noise. */
    private ImagePlus noisy(int slices) {
        ImagePlus sinogram = Scene.sinogram(60, 29.5, VIEWS, slices);
        java.util.Random random = new java.util.Random(5);
        for (int z = 1; z <= slices; z++) {
            float[] values = (float[]) sinogram.getStack().getPixels(z);
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.06 * random.nextGaussian());
            }
        }
        return sinogram;
    }

    @Test
    void choosesTheWeightConvergesAndBeatsBackprojection() throws InterruptedException {
        CommandModule module = run(noisy(1), "auto", 2000, true);
        assertFalse(module.isCanceled(), module::getCancelReason);
        ImagePlus out = (ImagePlus) module.getOutput("reconstruction");
        assertEquals("scan-tv", out.getTitle());
        assertTrue(out.getStringProperty("Result").startsWith("converged after "), out.getStringProperty("Result"));
        double weight = Double.parseDouble(out.getStringProperty("weight"));
        assertTrue(weight > 0, "weight " + weight);
        assertTrue(out.getInfoProperty().contains("unbiased estimate of the risk"), out.getInfoProperty());
        assertTrue(out.getStringProperty("Reference").contains("Chambolle"));
        assertTrue(out.getProcessor().getStats().min >= 0);
        ImagePlus fbp = (ImagePlus) lab.run(
                        FilteredBackprojectionCommand.class,
                        "sinogram",
                        noisy(1),
                        "range",
                        "180",
                        "axis",
                        "center",
                        "size",
                        Scene.SIZE,
                        "window",
                        "hann")
                .getOutput("reconstruction");
        double gain = Scene.psnr(out, 1, 1) - Scene.psnr(fbp, 1, 1);
        assertTrue(gain > 3, "TV is " + gain + " dB better");
        List<String> status = lab.statusUntil("done in");
        assertTrue(
                status.stream()
                        .anyMatch(s -> s.startsWith("CT Total Variation Reconstruction, tv, iteration 1 of 2000")),
                status.toString());
    }

    @Test
    void theChosenWeightGivesTheSameAgain() {
        ImagePlus chosen = (ImagePlus) run(noisy(1), "auto", 2000, true).getOutput("reconstruction");
        ImagePlus given = (ImagePlus)
                run(noisy(1), chosen.getStringProperty("weight"), 2000, true).getOutput("reconstruction");
        double sum = 0;
        float[] a = (float[]) chosen.getProcessor().getPixels();
        float[] b = (float[]) given.getProcessor().getPixels();
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        assertEquals(0, Math.sqrt(sum / a.length), 0.002 * chosen.getProcessor().getStats().max);
    }

    @Test
    void reportsEachSliceAndTheIterationLimit() {
        ImagePlus out = (ImagePlus) run(noisy(2), "0.05", 3, false).getOutput("reconstruction");
        assertEquals(2, out.getStackSize());
        assertEquals("0.05", out.getStringProperty("weight"));
        assertEquals("false", out.getStringProperty("nonNegative"));
        assertEquals("stopped at the iteration limit after 3 iterations", out.getStringProperty("Result"));
        assertTrue(out.getInfoProperty().contains("Slice 2, Note on misfit: "), out.getInfoProperty());
    }

    @Test
    void stopsWithinAnIterationAndKeepsFinishedSlices() {
        String[] last = new String[1];
        lab.cancelWhen(task -> {
            last[0] = task.getStatusMessage();
            return last[0] != null && last[0].contains("slice 2 of 2, tv, iteration 7 ");
        });
        CommandModule module = run(noisy(2), "0.05", 2000, true);
        assertTrue(module.isCanceled());
        assertEquals("", module.getCancelReason());
        assertEquals(1, ((ImagePlus) module.getOutput("reconstruction")).getStackSize());
        assertTrue(lab.messages().stream().noneMatch(m -> m.contains("slice 2 of 2, tv, iteration 8 ")));
        assertTrue(lab.messages().contains("CT Total Variation Reconstruction: cancelled, 1 of 2 slices are kept"));
    }

    @Test
    void stopsWhileTheWeightIsChosen() {
        lab.cancelWhen(task -> task.getStatusMessage() != null
                && task.getStatusMessage().contains("choosing the weight, iteration 5 "));
        assertTrue(run(noisy(1), "auto", 2000, true).isCanceled());
        assertTrue(lab.messages().stream().noneMatch(m -> m.contains(", tv, ")));
    }

    @Test
    void refusesBadValuesInOneSentence() {
        assertEquals(
                "Parameter iterations is \"0\", but must be a whole number from 1 to 10000000.",
                run(noisy(1), "auto", 0, true).getCancelReason());
        assertEquals(
                "Parameter weight is \"much\", but must be \"auto\" or a number above 0.",
                run(noisy(1), "much", 10, true).getCancelReason());
        assertTrue(run(noisy(1), "-1", 10, true).getCancelReason().startsWith("Parameter weight is \"-1\""));
    }
}
