package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.FileSaver;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.file.Samples;
import org.preimage.operators.space.Vectors;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

/** Fan beams from a raw file that states its geometry, without a number typed. */
class FanScanTest {
    private static final int BIN = 2;
    private static final int CELLS = 560 / BIN;

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

    private ImagePlus reconstructed(ImagePlus sinogram, Object... more) {
        Object[] inputs = new Object[2 + more.length];
        inputs[0] = "sinogram";
        inputs[1] = sinogram;
        System.arraycopy(more, 0, inputs, 2, more.length);
        CommandModule module = lab.run(ReconstructCommand.class, inputs);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("reconstruction");
    }

    @Test
    void anExactFanComesBack() {
        float[] truth = Fan.truth().data();
        for (String method : new String[] {"fbp", "sirt"}) {
            ImagePlus found = reconstructed(Fan.sinogram(), "method", method);
            float[] x = (float[]) found.getProcessor().getPixels();
            double error = Math.sqrt(Vectors.distanceSquared(x, truth)) / Vectors.norm(truth);
            assertTrue(error < 0.15, method + ": " + error);
            assertEquals(0.3, found.getCalibration().pixelWidth, 1e-9);
            assertEquals("1/mm", found.getCalibration().getValueUnit());
        }
        ImagePlus chosen = Fan.sinogram();
        new FoundAxis(28, 60).attach(chosen);
        float[] x = (float[]) reconstructed(chosen).getProcessor().getPixels();
        assertTrue(Math.sqrt(Vectors.distanceSquared(x, truth)) / Vectors.norm(truth) > 0.3, "the axis is not taken");
    }

    /** The disc of the Helsinki Tomography Challenge 2022, measured, in a .mat file as its authors give it away. */
    @Test
    void theDiscFromItsMatlabFile() throws IOException {
        float[] measured =
                Npy.read(SharedData.require("data/ct_htc2022_tb_sino.npy")).data();
        double[] angles = IntStream.rangeClosed(54, 668)
                .filter(i -> i <= 330 || i >= 368 && i <= 508 || i >= 538)
                .mapToDouble(i -> i / 2.0)
                .toArray();
        // Axes reversed, as MATLAB stores them.
        double[][] sinogram = new double[CELLS][angles.length];
        for (int v = 0; v < angles.length; v++) {
            for (int c = 0; c < 560; c++) {
                sinogram[c / BIN][v] += measured[v * 560 + c] / BIN;
            }
        }
        Path file = Samples.mat73(folder.resolve("htc2022_tb.mat"), hdf -> {
            WritableGroup data = hdf.putGroup("CtDataFull");
            data.putDataset("sinogram", sinogram);
            WritableGroup p = data.putGroup("parameters");
            p.putDataset("angles", new double[][] {angles});
            p.putDataset("distanceSourceOrigin", new double[][] {{410.66}});
            p.putDataset("distanceSourceDetector", new double[][] {{553.74}});
            p.putDataset("pixelSizePost", new double[][] {{0.2 * BIN}});
            p.putDataset("numDetectorsPost", new double[][] {{CELLS}});
        });
        CommandModule opened = lab.run(OpenScanCommand.class, "scan", file.toFile());
        assertFalse(opened.isCanceled(), opened::getCancelReason);
        ImagePlus disc = reconstructed((ImagePlus) opened.getOutput("sinogram"));
        assertEquals(0.2 * BIN * 410.66 / 553.74, disc.getCalibration().pixelWidth, 1e-6);
        assertEquals("mm", disc.getCalibration().getUnit());
        assertTrue(disc.getInfoProperty().contains("549 from 27 to 334 degree (as the file states)"));
        assertTrue(
                grey(disc) < 0.2, "acrylic and holes have sharp edges, but " + grey(disc) + " of the disc is neither");
        String out = System.getProperty("preimage.look.fan");
        if (out != null) {
            new FileSaver(disc).saveAsPng(out);
        }
    }

    /** Pixels of the disc that are neither acrylic nor hole, as a fraction of all. */
    private static double grey(ImagePlus disc) {
        int n = disc.getWidth();
        double radius = 0.44 * 76 / disc.getCalibration().pixelWidth;
        int all = 0;
        int grey = 0;
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                if (Math.hypot(x - (n - 1) / 2.0, y - (n - 1) / 2.0) < radius) {
                    float v = disc.getProcessor().getf(x, y);
                    all++;
                    grey += v > 0.013 && v < 0.026 ? 1 : 0;
                }
            }
        }
        return (double) grey / all;
    }
}
