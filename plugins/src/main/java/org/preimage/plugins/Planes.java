package org.preimage.plugins;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * The planes of an ImageJ image, read one at a time as arrays and put together again.
 *
 * <p>Takes 8, 16 and 32 bit, single images, stacks, hyperstacks and virtual stacks; values are the calibrated ones, as
 * ImageJ shows them. The image is never changed; a region of interest on it is ignored.
 */
public final class Planes {
    private final String name;
    private final ImagePlus image;

    /**
     * @param name what to call the image in messages
     * @param image the image
     * @throws IllegalArgumentException if it is missing or RGB
     */
    public Planes(String name, ImagePlus image) {
        if (image == null || image.getStackSize() == 0 || image.getWidth() == 0) {
            throw new IllegalArgumentException(name + " is missing: open an image first");
        }
        if (image.getType() == ImagePlus.COLOR_RGB) {
            throw new IllegalArgumentException(
                    name + " is RGB, but must be 8, 16 or 32 bit grey (Image > Type > 32-bit converts it)");
        }
        this.name = name;
        this.image = image;
    }

    /** What to call the image in messages. */
    public String name() {
        return name;
    }

    /** The title without a file's extension. */
    public String title() {
        return image.getTitle().replaceFirst("\\.(?i:tiff?|png|zip|gif|jpe?g|bmp|dcm|fits?|raw|h5)$", "");
    }

    /** A property of the image, as TIFF files keep it; null if it has none of this name. */
    public String property(String key) {
        return image.getProp(key);
    }

    /** Columns. */
    public int width() {
        return image.getWidth();
    }

    /** Rows. */
    public int height() {
        return image.getHeight();
    }

    /** How many: channels x slices x frames. */
    public int count() {
        return image.getStackSize();
    }

    /** A copy of the calibration. */
    public Calibration calibration() {
        return image.getCalibration().copy();
    }

    /** "Sinogram", or "Sinogram, slice 3" in a stack. */
    public String nameOf(int plane) {
        return count() == 1 ? name : name + ", slice " + (plane + 1);
    }

    /**
     * The values of a plane.
     *
     * @param plane from 0
     * @param space what the plane is; its first axis runs along the columns
     * @throws IllegalArgumentException if a value is NaN or infinite
     */
    public Image read(int plane, Space space) {
        ImageProcessor pixels = image.getStack().getProcessor(plane + 1);
        float[] table = image.getCalibration().getCTable();
        float[] values = new float[pixels.getPixelCount()];
        for (int i = 0; i < values.length; i++) {
            float raw = pixels.getf(i);
            values[i] = table == null ? raw : table[(int) raw];
        }
        Image read = new Image(space, values);
        read.requireFinite(nameOf(plane));
        return read;
    }

    /**
     * The values of all planes, one after the other.
     *
     * @param space what they are together; its first axis runs along the columns
     * @throws IllegalArgumentException if a value is NaN or infinite, or there are more than 2^31
     */
    public Image readAll(Space space) {
        Space plane = Space.image(width(), height(), 1);
        Image all = Image.zeros(space);
        for (int i = 0; i < count(); i++) {
            System.arraycopy(read(i, plane).data(), 0, all.data(), i * plane.length(), plane.length());
        }
        return all;
    }

    /** The label of a plane; null if it has none. */
    public String label(int plane) {
        return image.getStack().getSliceLabel(plane + 1);
    }

    /**
     * A new image of planes made of these, with the same channels, slices and frames if they are all, its display range set to the
     * values of the middle plane.
     *
     * @param title its title
     * @param stack the planes, at least one, of the first here or of all
     * @param channels planes for each one here, which follow each other
     */
    public ImagePlus with(String title, ImageStack stack, int channels) {
        int n = stack.getSize() / channels;
        if (n < 1 || n > count()) {
            throw new IllegalArgumentException("there are " + n + " planes, but must be 1 to " + count());
        }
        ImagePlus result = new ImagePlus(n == count() ? title : title + "-part", stack);
        if (channels > 1) {
            result.setDimensions(channels, n, 1);
            result = new CompositeImage(result, CompositeImage.GRAYSCALE);
        } else if (n == count()) {
            result.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
            result.setOpenAsHyperStack(image.isHyperStack());
        }
        // Of several channels each has a range of its own.
        for (int c = 1; c <= channels; c++) {
            ImageProcessor middle = stack.getProcessor(n / 2 * channels + c);
            result.setC(c);
            result.setDisplayRange(middle.getMin(), middle.getMax());
        }
        result.setC(1);
        return result;
    }
}
