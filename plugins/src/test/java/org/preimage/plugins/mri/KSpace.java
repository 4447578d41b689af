package org.preimage.plugins.mri;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.preimage.operators.file.Cfl;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.sampling.RandomLines;
import org.preimage.operators.mri.simulation.CoilNoise;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Lab;
import org.preimage.reconstruction.quality.ImageQuality;

/** Raw k-space of a phantom in a file. */
public final class KSpace {
    static final int SIZE = 48;

    private KSpace() {}

    /** The phantom's magnitudes. */
    static Image truth() {
        return SheppLogan.modified(SIZE).render(Space.image(SIZE, SIZE, 1), 4);
    }

    /** A .cfl file of four coils and every other line. */
    public static File write(Path folder) {
        return write(folder, 1);
    }

    /** The same of several slices, each with a noise of its own. */
    public static File write(Path folder, int slices) {
        Space space = Space.image(SIZE, SIZE, 1);
        SplittableRandom random = new SplittableRandom(1);
        SamplingMask mask = new RandomLines(Role.KY, 2, 12).mask(space, random);
        CartesianMri mri = new CartesianMri(new LoopCoils(4).uniform(space), mask);
        float[] x = new float[2 * SIZE * SIZE];
        float[] magnitude = truth().data();
        for (int i = 0; i < magnitude.length; i++) {
            x[2 * i] = magnitude[i];
        }
        float[] clean = mri.apply(x);
        Image all = Image.zeros(slices == 1 ? mri.range() : mri.range().with(new Axis(Role.TIME, slices)));
        for (int s = 0; s < slices; s++) {
            float[] y = CoilNoise.independent(mri.range(), 0.002).sample(clean, random);
            System.arraycopy(y, 0, all.data(), s * y.length, y.length);
        }
        Path file = folder.resolve("scan.cfl");
        try {
            Cfl.write(file, all);
            // The eleventh of BART's dimensions is time, the fourteenth are slices; the numbers are the same.
            Path header = folder.resolve("scan.hdr");
            Files.writeString(
                    header,
                    "# Dimensions\n48 48 1 4 1 1 1 1 1 1 1 1 1 " + slices + " 1 1\n",
                    StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toFile();
    }

    /** A file opened as an image. */
    public static ImagePlus image(Lab lab, File file) {
        return (ImagePlus) lab.run(OpenKSpaceCommand.class, "data", file).getOutput("kspace");
    }

    /** PSNR of a reconstruction in dB, up to a factor, as sensitivities are known up to one. */
    public static double psnr(ImagePlus image) {
        float[] found = (float[]) image.getStack().getPixels(1);
        float[] truth = truth().data();
        double a = 0;
        double b = 0;
        for (int i = 0; i < truth.length; i++) {
            a += truth[i] * found[i];
            b += found[i] * found[i];
        }
        float[] scaled = new float[truth.length];
        for (int i = 0; i < truth.length; i++) {
            scaled[i] = (float) (a / b * found[i]);
        }
        return ImageQuality.of(truth(), new Image(Space.image(SIZE, SIZE, 1), scaled))
                .psnr();
    }
}
