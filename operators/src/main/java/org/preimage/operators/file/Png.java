package org.preimage.operators.file;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** Grey PNG images: read with their own values, written with 8 bits for looking at. */
public final class Png {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int HEADER = 0x49484452;
    private static final int END = 0x49454e44;

    /** Deflate packs at most 1032 : 1. */
    private static final long PACKED = 1100;

    private Png() {}

    /**
     * Reads a grey image of up to 16 bits; values are the stored integers, spacing is 1.
     *
     * @throws IOException with one sentence that names the file, if it is missing, damaged or a colour image
     */
    public static Image read(Path file) throws IOException {
        Channels.open(file).close();
        byte[] bytes = Files.readAllBytes(file);
        check(file, ByteBuffer.wrap(bytes));
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try {
            reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)), true, true);
            BufferedImage image = reader.read(0);
            Raster raster = image.getRaster();
            Space space = Space.image(raster.getWidth(), raster.getHeight(), 1);
            return new Image(space, raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, space.zeros()));
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    file + " is a damaged PNG file: "
                            + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
                    e);
        } finally {
            reader.dispose();
        }
    }

    /** Checks all chunks against their check sums, and the header against the file's length, before pixels are decoded. */
    private static void check(Path file, ByteBuffer in) throws IOException {
        if (in.remaining() < 33 || in.getLong() != SIGNATURE) {
            throw new IOException(file + " is not a PNG file");
        }
        if (in.getInt(12) != HEADER) {
            throw new IOException(file + " is a damaged PNG file: it does not begin with its header");
        }
        for (boolean end = false; !end; ) {
            int chunk = in.position();
            long length = in.remaining() < 12 ? Long.MAX_VALUE : Integer.toUnsignedLong(in.getInt());
            if (length > in.remaining() - 8L) {
                throw new IOException(file + " is cut short: it ends within a part that began at byte " + chunk);
            }
            end = in.getInt(chunk + 4) == END;
            CRC32 sum = new CRC32();
            sum.update(in.array(), chunk + 4, (int) length + 4);
            if ((int) sum.getValue() != in.getInt(chunk + 8 + (int) length)) {
                throw new IOException(file + " is a damaged PNG file: the check sum at byte " + chunk + " is wrong");
            }
            in.position(chunk + 12 + (int) length);
        }
        long width = Integer.toUnsignedLong(in.getInt(16));
        long height = Integer.toUnsignedLong(in.getInt(20));
        int bits = in.get(24);
        int colour = in.get(25);
        if (colour != 0) {
            throw new IOException(file + " is a colour image or has transparency, but a plain grey one is needed");
        }
        if (width < 1 || height < 1 || (double) width * height * bits / 8 > (double) in.capacity() * PACKED) {
            throw new IOException(file + " is a damaged PNG file: it claims " + width + " x " + height
                    + " pixels, but has " + in.capacity() + " bytes");
        }
    }

    /** Writes an image with black at its smallest and white at its largest finite value. */
    public static void write(Path file, Image image) throws IOException {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float v : image.data()) {
            min = Float.isFinite(v) ? Math.min(min, v) : min;
            max = Float.isFinite(v) ? Math.max(max, v) : max;
        }
        write(file, image, min <= max ? min : 0, min <= max ? max : 0);
    }

    /**
     * Writes an image with 8 bits of grey, whole or not at all. Values outside the range are cut off; NaN is black, and so
     * is everything if the range is empty.
     *
     * @param file ends in .png
     * @param image real, with two axes
     * @param black value that is shown black
     * @param white value that is shown white
     * @throws IOException with one sentence that names the file, if it cannot be written or the image is of another kind
     */
    public static void write(Path file, Image image, double black, double white) throws IOException {
        Space space = image.space();
        if (space.field() == Field.COMPLEX || space.length() != space.size(0) * rows(space)) {
            throw new IOException("cannot write " + file + ": the image is " + space
                    + ", but a PNG file holds one real image;" + " .npy"
                    + (space.field() == Field.COMPLEX ? " and .cfl hold" : " and .tif hold") + " others");
        }
        BufferedImage grey = new BufferedImage(space.size(0), rows(space), BufferedImage.TYPE_BYTE_GRAY);
        int[] values = new int[space.length()];
        for (int i = 0; i < values.length; i++) {
            double v = white > black ? (image.data()[i] - black) / (white - black) : 0;
            values[i] = (int) Math.round(255 * Math.min(1, Math.max(0, v)));
        }
        grey.getRaster().setSamples(0, 0, grey.getWidth(), grey.getHeight(), 0, values);
        AtomicFile.write(file, out -> {
            if (!ImageIO.write(grey, "png", out)) {
                throw new IOException("this Java installation has no PNG writer");
            }
        });
    }

    private static int rows(Space space) {
        return space.dimensions() > 1 ? space.size(1) : 1;
    }
}
