package org.preimage.plugins.learned;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.FileSaver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

/** Discs of other sizes in each slice, in a unit of their own, with independent noise. */
class TrainOnStackCommandTest {
    private static final int SIZE = Integer.getInteger("preimage.stack.size", 24);
    private static final int SLICES = 3;
    private static final int STEPS = Integer.getInteger("preimage.stack.steps", 60);

    @TempDir
    Path folder;

    private static float clean(int x, int y, int z) {
        double r = Math.hypot(x - SIZE / 2.0 - z, y - SIZE / 2.2);
        return 500 + (r < SIZE / (2.5 + z) ? 100 : 0) + (r < SIZE / (6.0 + z) ? 60 : 0);
    }

    private static ImagePlus noisy() {
        SplittableRandom random = new SplittableRandom(4);
        ImagePlus image = Lab.stack(
                "noisy", SIZE, SIZE, SLICES, (x, y, z) -> (float) (clean(x, y, z) + 25 * random.nextGaussian()));
        image.getCalibration().pixelWidth = 0.2;
        return image;
    }

    private static double error(ImagePlus image) {
        double sum = 0;
        for (int z = 0; z < SLICES; z++) {
            float[] pixels = (float[]) image.getStack().getPixels(z + 1);
            for (int i = 0; i < pixels.length; i++) {
                sum += Math.pow(pixels[i] - clean(i % SIZE, i / SIZE, z), 2) / (pixels.length * SLICES);
            }
        }
        return Math.sqrt(sum);
    }

    private CommandModule run(Lab lab, Object... more) {
        Object[] inputs = {"image", noisy(), "folder", folder.toFile(), "steps", STEPS, "device", "cpu"};
        Object[] all = Arrays.copyOf(inputs, inputs.length + more.length);
        System.arraycopy(more, 0, all, inputs.length, more.length);
        return lab.run(TrainOnStackCommand.class, all);
    }

    @Test
    void learnsFromNoiseAloneGoesOnAndItsModelServesAgain() throws Exception {
        try (Lab lab = new Lab()) {
            lab.cancelWhen(task ->
                    task.getStatusMessage() != null && task.getStatusMessage().contains("iteration 3 "));
            CommandModule module = run(lab);
            assertTrue(module.isCanceled());
            assertEquals("", module.getCancelReason());
            assertTrue(Files.exists(folder.resolve("training.state")));
        }
        try (Lab lab = new Lab()) {
            CommandModule module = run(lab);
            assertFalse(module.isCanceled(), module::getCancelReason);
            ImagePlus denoised = (ImagePlus) module.getOutput("denoised");
            double before = error(noisy());
            assertTrue(error(denoised) < 0.8 * before, error(denoised) + " of " + before);
            assertEquals("noisy-noise2self", denoised.getTitle());
            assertEquals(0.2, denoised.getCalibration().pixelWidth);
            assertEquals("label 2", denoised.getStack().getSliceLabel(3));
            assertTrue(denoised.getInfoProperty().contains("Steps: " + STEPS + " of " + STEPS));
            String out = System.getProperty("preimage.look.stack");
            if (out != null) {
                new FileSaver(noisy()).saveAsPng(out + "/stack-noisy.png");
                new FileSaver(denoised).saveAsPng(out + "/stack-denoised.png");
                System.out.println("RMSE " + error(denoised) + " of " + before);
            }
            // The model that was saved makes the same of the stack again.
            ImagePlus again = (ImagePlus) lab.run(
                            DenoiseLearnedCommand.class,
                            "image",
                            noisy(),
                            "method",
                            "noise2self",
                            "model",
                            folder.resolve("noise2self.json").toString(),
                            "settings",
                            "device=cpu")
                    .getOutput("restored");
            assertArrayEquals((float[]) denoised.getStack().getPixels(1), (float[])
                    again.getStack().getPixels(1));
            String reason = run(lab, "image", Lab.stack("other", SIZE, SIZE, 1, (x, y, z) -> x))
                    .getCancelReason();
            assertTrue(reason.contains("holds a training on another stack"), reason);
        }
    }

    @Test
    void refusesInOneSentence() {
        try (Lab lab = new Lab()) {
            Object[][] wrong = {
                {"image", Lab.stack("small", 3, 9, 1, (x, y, z) -> x), "4 x 4 pixels at least"},
                {"device", "tpu", "auto, cpu, gpu"},
                {"steps", -1, "steps is -1"}
            };
            for (Object[] w : wrong) {
                String reason = run(lab, w[0], w[1]).getCancelReason();
                assertTrue(reason.toLowerCase().contains((String) w[2]) && !reason.contains("\n"), reason);
            }
            assertFalse(Files.exists(folder.resolve("stack.txt")));
        }
    }
}
