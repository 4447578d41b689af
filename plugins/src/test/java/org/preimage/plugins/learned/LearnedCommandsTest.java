package org.preimage.plugins.learned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.FileSaver;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Lab;
import org.preimage.plugins.mri.KSpace;
import org.preimage.plugins.mri.ReconstructKSpaceImageCommand;
import org.preimage.plugins.restoration.DeconvolveCommand;
import org.preimage.plugins.uncertainty.ReconstructUncertainMriCommand;
import org.preimage.reconstruction.quality.ImageQuality;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;

/** Learned methods on k-space and on noisy images. */
class LearnedCommandsTest {
    private static final int SIZE = 64;

    private Lab lab;
    private final Image phantom = SheppLogan.modified(SIZE).render(Space.image(SIZE, SIZE, 1), 2);

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private ImagePlus run(Class<? extends Command> command, String output, Object... inputs) {
        CommandModule module = lab.run(command, inputs);
        assertFalse(module.isCanceled(), module::getCancelReason);
        ImagePlus image = (ImagePlus) module.getOutput(output);
        String out = System.getProperty("preimage.look.learned");
        if (out != null) {
            new FileSaver(image).saveAsPng(out + "/" + image.getTitle() + ".png");
        }
        return image;
    }

    private ImagePlus noisy() {
        SplittableRandom random = new SplittableRandom(2);
        return Lab.stack("noisy", SIZE, SIZE, 1, (x, y, z) ->
                (float) (100 * (phantom.data()[y * SIZE + x] + 0.1 * random.nextGaussian())));
    }

    private double psnr(ImagePlus image) {
        Image scaled = phantom.copy();
        float[] pixels = (float[]) image.getStack().getPixels(1);
        for (int i = 0; i < pixels.length; i++) {
            scaled.data()[i] = pixels[i] / 100;
        }
        return ImageQuality.psnr(phantom, scaled, 1);
    }

    @Test
    void brainsNetworkFillsMissingLines() {
        ImagePlus kspace = KSpace.image(lab, KSpace.write(folder));
        ImagePlus zero =
                run(ReconstructKSpaceImageCommand.class, "reconstruction", "kspace", kspace, "method", "zero-filled");
        ImagePlus modl = run(ReconstructLearnedMriCommand.class, "reconstruction", "kspace", kspace);
        assertEquals("scan-modl", modl.getTitle());
        assertTrue(KSpace.psnr(modl) > KSpace.psnr(zero) + 1, KSpace.psnr(modl) + " and " + KSpace.psnr(zero));
        assertTrue(modl.getInfoProperty().contains("bundle: modl-brain"), modl.getInfoProperty());
    }

    @Test
    void samplesOfBrainsTellTheirSpread() {
        ImagePlus kspace = KSpace.image(lab, KSpace.write(folder));
        ImagePlus both = run(
                ReconstructUncertainMriCommand.class,
                "reconstruction",
                "kspace",
                kspace,
                "settings",
                "calls=10,samples=4",
                "phase",
                true);
        assertEquals("scan-ccdf", both.getTitle());
        assertEquals(List.of(3, 1, 1), List.of(both.getNChannels(), both.getNSlices(), both.getNFrames()));
        assertEquals("standard deviation", both.getStack().getSliceLabel(2));
        // The model knows brains of 128 pixels, not this phantom: it must heed the data.
        assertTrue(KSpace.psnr(both) > 20, KSpace.psnr(both) + " dB");
        float[] mean = (float[]) both.getStack().getPixels(1);
        float[] deviation = (float[]) both.getStack().getPixels(2);
        double sum = 0;
        double spread = 0;
        for (int i = 0; i < mean.length; i++) {
            assertTrue(deviation[i] > 0, "samples that differ nowhere");
            sum += mean[i];
            spread += deviation[i];
        }
        assertTrue(spread < 0.5 * sum, spread + " beside " + sum);
    }

    /** Plug-and-play has a denoiser of its own, which was trained for no operator. */
    @Test
    void autoLeavesTheModelToTheMethod() {
        ImagePlus kspace = KSpace.image(lab, KSpace.write(folder));
        ImagePlus image = run(
                ReconstructLearnedMriCommand.class,
                "reconstruction",
                "kspace",
                kspace,
                "method",
                "pnp-gradient-step",
                "settings",
                "weight=1,sigma=0.01,iterations=2");
        assertTrue(image.getInfoProperty().contains("bundle: gradient-step"), image.getInfoProperty());
    }

    @Test
    void trainedDenoisersRemoveNoise() {
        double before = psnr(noisy());
        for (String method : new String[] {"pnp-gradient-step", "pnp-dncnn"}) {
            ImagePlus restored = run(DenoiseLearnedCommand.class, "restored", "image", noisy(), "method", method);
            assertTrue(psnr(restored) > before + 4, method + ": " + psnr(restored) + " after " + before);
        }
    }

    @Test
    void modelsAreChosenOrRefusedInOneSentence() {
        Object[][] wrong = {
            {"model", "modl-brain", "modl-brain"},
            {"model", "nothing", "no trained model \"nothing\""},
            {"method", "tv", "tv"},
            {"method", "noise2self", "no trained model for method noise2self"}
        };
        for (Object[] w : wrong) {
            String reason = lab.run(DenoiseLearnedCommand.class, "image", noisy(), w[0], w[1])
                    .getCancelReason();
            assertTrue(reason.toLowerCase().contains((String) w[2]) && !reason.contains("\n"), reason);
        }
        String reason = lab.run(DeconvolveCommand.class, "image", noisy(), "psf", noisy(), "method", "modl")
                .getCancelReason();
        assertTrue(reason.contains("modl"), reason);
    }
}
