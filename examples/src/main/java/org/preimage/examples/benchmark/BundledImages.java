package org.preimage.examples.benchmark;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;
import org.preimage.operators.raw.Digest;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** The real images that the project carries; their sources and licences stand in LICENSES.md beside them. */
public final class BundledImages {
    private BundledImages() {}

    /** An image with the sha256 of its file. */
    public record Bundled(Image image, String sha256) {}

    /**
     * Reads a grey image as its stored numbers.
     *
     * @param name file name
     * @param pixel in mm
     */
    public static Bundled read(String name, double pixel) throws IOException {
        byte[] bytes;
        try (InputStream in = BundledImages.class.getResourceAsStream("/org/preimage/examples/images/" + name)) {
            if (in == null) {
                throw new IOException("the bundled image " + name + " is missing");
            }
            bytes = in.readAllBytes();
        }
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
        Raster raster = picture.getRaster();
        Image image = Image.zeros(Space.image(raster.getWidth(), raster.getHeight(), pixel));
        raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, image.data());
        return new Bundled(image, Digest.sha256(bytes));
    }

    /** The mean over blocks of {@code factor} x {@code factor} pixels; rows and columns left over at the end are dropped. */
    public static Image binned(Image image, int factor) {
        int nx = image.space().size(0);
        int columns = nx / factor;
        int rows = image.space().size(1) / factor;
        Image out =
                Image.zeros(Space.image(columns, rows, factor * image.space().spacing(0)));
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                for (int j = 0; j < factor; j++) {
                    for (int i = 0; i < factor; i++) {
                        sum += image.data()[(r * factor + j) * nx + c * factor + i];
                    }
                }
                out.data()[r * columns + c] = (float) (sum / (factor * factor));
            }
        }
        return out;
    }

    /** The image in the middle of a larger square of zeros. */
    static Image padded(Image image, int size) {
        int nx = image.space().size(0);
        int ny = image.space().size(1);
        Image out = Image.zeros(Space.image(size, size, image.space().spacing(0)));
        for (int r = 0; r < ny; r++) {
            System.arraycopy(image.data(), r * nx, out.data(), (r + (size - ny) / 2) * size + (size - nx) / 2, nx);
        }
        return out;
    }

    /**
     * A square image of {@code size} x {@code size} pixels that spans the same field, interpolated bilinearly between pixel
     * centres; at the rim the outermost pixels are repeated.
     *
     * @param pixel its new pixel in mm, whatever that of the image was
     */
    static Image resampled(Image image, int size, double pixel) {
        int nx = image.space().size(0);
        int ny = image.space().size(1);
        Image out = Image.zeros(Space.image(size, size, pixel));
        for (int r = 0; r < size; r++) {
            double y = Math.max(0, Math.min(ny - 1, (r + 0.5) * ny / size - 0.5));
            int top = Math.min(ny - 2, (int) y);
            double v = y - top;
            for (int c = 0; c < size; c++) {
                double x = Math.max(0, Math.min(nx - 1, (c + 0.5) * nx / size - 0.5));
                int left = Math.min(nx - 2, (int) x);
                double u = x - left;
                int i = top * nx + left;
                out.data()[r * size + c] = (float) ((1 - v) * ((1 - u) * image.data()[i] + u * image.data()[i + 1])
                        + v * ((1 - u) * image.data()[i + nx] + u * image.data()[i + nx + 1]));
            }
        }
        return out;
    }
}
