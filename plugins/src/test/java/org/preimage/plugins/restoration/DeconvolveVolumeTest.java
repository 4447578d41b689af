package org.preimage.plugins.restoration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

/** Deconvolution of a stack as one volume. */
class DeconvolveVolumeTest {
    private static final int SIZE = 20;
    private static final int SLICES = 12;

    private Lab lab;

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

    private static float object(int x, int y, int z) {
        return x > 5 && x < 14 && y > 7 && y < 13 && z > 3 && z < 8 ? 10 : 1;
    }

    /** Wider along z, as that of a microscope. */
    private static float point(int x, int y, int z) {
        return (float) Math.exp(-0.5 * (Math.pow(x - 3, 2) + Math.pow(y - 3, 2) + Math.pow((z - 4) / 2.0, 2)));
    }

    private static ImagePlus psf() {
        return Lab.stack("psf", 7, 7, 9, DeconvolveVolumeTest::point);
    }

    private static Image volume(ImagePlus image) {
        Image all = Image.zeros(Space.volume(image.getWidth(), image.getHeight(), image.getStackSize(), 1));
        int points = image.getWidth() * image.getHeight();
        for (int z = 0; z < image.getStackSize(); z++) {
            System.arraycopy(image.getStack().getPixels(z + 1), 0, all.data(), z * points, points);
        }
        return all;
    }

    private static ImagePlus blurred() {
        Image truth = volume(Lab.stack("truth", SIZE, SIZE, SLICES, DeconvolveVolumeTest::object));
        Image kernel = volume(psf());
        double sum = 0;
        for (float v : kernel.data()) {
            sum += v;
        }
        float[] y = new Blur(truth.space(), kernel, Boundary.REFLECTING).apply(truth.data());
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (y[i] / sum + 0.02 * random.nextGaussian());
        }
        ImagePlus image = Lab.stack("in", SIZE, SIZE, SLICES, (x, y0, z) -> y[(z * SIZE + y0) * SIZE + x]);
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        image.getCalibration().pixelDepth = 1;
        image.getCalibration().setUnit("um");
        return image;
    }

    private static double error(ImagePlus image) {
        float[] found = volume(image).data();
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            double truth = object(i % SIZE, i / SIZE % SIZE, i / SIZE / SIZE);
            sum += (found[i] - truth) * (found[i] - truth);
        }
        return Math.sqrt(sum / found.length);
    }

    private ImagePlus run(ImagePlus image, ImagePlus psf, Object... more) {
        CommandModule module = module(image, psf, more);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("restored");
    }

    private CommandModule module(ImagePlus image, ImagePlus psf, Object... more) {
        Object[] inputs = {"image", image, "psf", psf, "volume", true};
        Object[] all = Arrays.copyOf(inputs, inputs.length + more.length);
        System.arraycopy(more, 0, all, inputs.length, more.length);
        return lab.run(DeconvolveCommand.class, all);
    }

    @Test
    void theBlurAlongZIsUndoneToo() {
        ImagePlus image = blurred();
        double before = error(image);
        for (String method : new String[] {"richardson-lucy", "tv"}) {
            String settings = method.equals("tv") ? "weight=0.005,iterations=100" : "iterations=40";
            ImagePlus restored = run(image, psf(), "method", method, "settings", settings);
            assertTrue(error(restored) < 0.75 * before, method + ": " + error(restored) + " of " + before);
            assertEquals("in-" + method, restored.getTitle());
            assertArrayEquals(image.getDimensions(), restored.getDimensions());
            assertEquals("label 3", restored.getStack().getSliceLabel(4));
            assertEquals(1, restored.getCalibration().pixelDepth);
            String info = restored.getInfoProperty();
            assertTrue(info.contains("Point spread function: psf, 7 x 7 x 9"), info);
        }
    }

    @Test
    void aFolderTakesTheSlicesOfAVolume() {
        ImagePlus whole = run(blurred(), psf(), "method", "richardson-lucy", "settings", "iterations=3");
        String path = folder.resolve("slices").toString();
        for (int i = 0; i < 2; i++) {
            ImagePlus kept =
                    run(blurred(), psf(), "method", "richardson-lucy", "settings", "iterations=3", "folder", path);
            assertArrayEquals((float[]) whole.getStack().getPixels(5), (float[])
                    kept.getStack().getPixels(5));
        }
    }

    @Test
    void aVolumeThatIsStoppedLeavesNothing() {
        lab.cancelWhen(task ->
                task.getStatusMessage() != null && task.getStatusMessage().contains("iteration 2 "));
        CommandModule module = module(blurred(), psf(), "method", "richardson-lucy", "settings", "iterations=2000");
        assertTrue(module.isCanceled());
        assertEquals("", module.getCancelReason());
        assertEquals(null, module.getOutput("restored"));
    }

    @Test
    void aStackOfOtherAxesIsNoVolume() {
        ImagePlus frames = blurred();
        frames.setDimensions(1, 1, SLICES);
        String reason = module(frames, psf()).getCancelReason();
        assertTrue(reason.contains("1 channels and 12 frames, but a volume must have slices alone"), reason);
    }

    @Test
    void aModelledPointIsAVolumeToo() {
        ImagePlus point =
                (ImagePlus) lab.run(PointSpreadCommand.class, "model", "born-wolf", "size", 9, "slices", 7, "step", 300)
                        .getOutput("psf");
        assertArrayEquals(new int[] {9, 9, 1, 7, 1}, point.getDimensions());
        assertEquals(0.3, point.getCalibration().pixelDepth, 1e-9);
        // In focus it is brightest, and out of it on either side the same.
        float[] focus = (float[]) point.getStack().getPixels(4);
        float[] above = (float[]) point.getStack().getPixels(6);
        assertTrue(focus[40] > above[40]);
        assertArrayEquals((float[]) point.getStack().getPixels(2), above, 1e-6f);
        ImagePlus restored = run(blurred(), point, "method", "richardson-lucy", "settings", "iterations=3");
        assertEquals(SLICES, restored.getStackSize());
        String reason =
                lab.run(PointSpreadCommand.class, "model", "disc", "slices", 3).getCancelReason();
        assertTrue(reason.startsWith("Slices is 3"), reason);
    }

    @Test
    void aRealBeadBecomesAShell() throws IOException {
        Path data = SharedData.require("data/bead3d_data.npy");
        Path point = SharedData.require("data/bead3d_psf.npy");
        ImagePlus bead = read(data);
        ImagePlus restored = run(bead, read(point), "method", "richardson-lucy", "settings", "iterations=20");
        // The bead is hollow: its middle is darker than its wall, which the blur has filled.
        assertTrue(hollow(restored) < 0.9 * hollow(bead), hollow(restored) + " of " + hollow(bead));
        String out = System.getProperty("preimage.look.bead");
        if (out != null) {
            for (ImagePlus image : new ImagePlus[] {bead, restored}) {
                new FileSaver(section(image)).saveAsPng(out + "-" + (image == bead ? "data" : "restored") + ".png");
            }
        }
    }

    /** Middle over largest value of the middle slice. */
    private static double hollow(ImagePlus image) {
        FloatProcessor middle = (FloatProcessor) image.getStack().getProcessor(33);
        double inside = 0;
        for (int i = 0; i < 25; i++) {
            inside += middle.getf(30 + i % 5, 30 + i / 5) / 25;
        }
        middle.resetMinAndMax();
        return inside / middle.getMax();
    }

    /** The plane of x and z. */
    private static ImagePlus section(ImagePlus image) {
        FloatProcessor section = new FloatProcessor(64, 64);
        for (int z = 0; z < 64; z++) {
            for (int x = 0; x < 64; x++) {
                section.setf(x, z, image.getStack().getProcessor(z + 1).getf(x, 32));
            }
        }
        section.resetMinAndMax();
        return new ImagePlus("section", section.resize(256, 256));
    }

    private static ImagePlus read(Path file) throws IOException {
        Image all = Npy.read(file);
        ImageStack stack = new ImageStack(64, 64);
        for (int z = 0; z < 64; z++) {
            stack.addSlice("", Arrays.copyOfRange(all.data(), z * 4096, (z + 1) * 4096));
        }
        return new ImagePlus(file.getFileName().toString().replace(".npy", ""), stack);
    }
}
