package org.preimage.plugins.mri;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.preimage.operators.file.Cfl;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.sampling.RandomLines;
import org.preimage.operators.mri.simulation.CoilNoise;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

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
        Space space = Space.image(SIZE, SIZE, 1);
        SplittableRandom random = new SplittableRandom(1);
        SamplingMask mask = new RandomLines(Role.KY, 2, 12).mask(space, random);
        CartesianMri mri = new CartesianMri(new LoopCoils(4).uniform(space), mask);
        float[] x = new float[2 * SIZE * SIZE];
        float[] magnitude = truth().data();
        for (int i = 0; i < magnitude.length; i++) {
            x[2 * i] = magnitude[i];
        }
        float[] y = CoilNoise.independent(mri.range(), 0.002).sample(mri.apply(x), random);
        Path file = folder.resolve("scan.cfl");
        try {
            Cfl.write(file, new Image(mri.range(), y));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toFile();
    }
}
