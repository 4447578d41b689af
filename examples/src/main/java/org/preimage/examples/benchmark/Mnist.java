package org.preimage.examples.benchmark;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The test images of MNIST in their own format, 28 x 28 bytes each, scaled to 0 to 1.
 *
 * <p>LeCun, Bottou, Bengio and Haffner 1998, Gradient-based learning applied to document recognition, Proc. IEEE 86.
 */
final class Mnist {
    static final String FILE = "mnist_t10k-images-idx3-ubyte.gz";
    static final int SIDE = 28;

    private static final int MAGIC = 0x00000803;

    private Mnist() {}

    /**
     * The first images of the file.
     *
     * @param folder that holds it
     * @throws IOException in one sentence if it is missing, damaged or too short
     */
    static float[][] first(Path folder, int count) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new IOException("there is no " + FILE + " in " + folder
                    + ": put the test images of MNIST there, or name their folder with --cache");
        }
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            int magic = in.readInt();
            int images = in.readInt();
            int rows = in.readInt();
            int columns = in.readInt();
            if (magic != MAGIC || rows != SIDE || columns != SIDE) {
                throw new IOException(file + " does not hold images of " + SIDE + " x " + SIDE + " bytes");
            }
            if (images < count) {
                throw new IOException(file + " holds " + images + " images, but " + count + " are needed");
            }
            float[][] out = new float[count][SIDE * SIDE];
            byte[] bytes = new byte[SIDE * SIDE];
            for (float[] image : out) {
                in.readFully(bytes);
                for (int i = 0; i < bytes.length; i++) {
                    image[i] = (bytes[i] & 0xff) / 255f;
                }
            }
            return out;
        } catch (EOFException e) {
            throw new IOException(file + " is damaged: it ends too early", e);
        }
    }
}
