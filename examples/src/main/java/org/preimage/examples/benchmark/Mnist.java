package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.preimage.operators.file.Idx;
import org.preimage.operators.space.Image;

/**
 * The test images of MNIST in their own format, 28 x 28 bytes each, scaled to 0 to 1.
 *
 * <p>LeCun, Bottou, Bengio and Haffner 1998, Gradient-based learning applied to document recognition, Proc. IEEE 86.
 */
final class Mnist {
    static final String FILE = "mnist_t10k-images-idx3-ubyte.gz";
    static final int SIDE = 28;

    private Mnist() {}

    /**
     * The first images of the file.
     *
     * @param folder that holds it
     * @throws IOException in one sentence if it is missing, damaged or too short
     */
    static float[][] first(Path folder, int count) throws IOException {
        return every(folder, 0, 1, count);
    }

    /**
     * Some images of the file.
     *
     * @param folder that holds it
     * @param from number of the first one, from 0
     * @param step from each to the next
     * @throws IOException in one sentence if it is missing, damaged or too short
     */
    static float[][] every(Path folder, int from, int step, int count) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new MissingDataException("there is no " + FILE + " in " + folder
                    + ": put the test images of MNIST there, or name their folder with --cache");
        }
        Image all = Idx.read(file);
        if (all.space().dimensions() != 3
                || all.space().size(0) != SIDE
                || all.space().size(1) != SIDE) {
            throw new IOException(file + " does not hold images of " + SIDE + " x " + SIDE + " bytes");
        }
        int images = all.space().size(2);
        int needed = from + step * (count - 1) + 1;
        if (images < needed) {
            throw new IOException(file + " holds " + images + " images, but " + needed + " are needed");
        }
        float[][] out = new float[count][];
        int pixels = SIDE * SIDE;
        for (int n = 0; n < count; n++) {
            int at = (from + n * step) * pixels;
            out[n] = Arrays.copyOfRange(all.data(), at, at + pixels);
            for (int i = 0; i < pixels; i++) {
                out[n][i] /= 255;
            }
        }
        return out;
    }
}
