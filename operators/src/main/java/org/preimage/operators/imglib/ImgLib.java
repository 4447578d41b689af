package org.preimage.operators.imglib;

import java.util.Arrays;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.ComplexType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.complex.ComplexFloatType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** Images to ImgLib2 and back. */
public final class ImgLib {
    private ImgLib() {}

    /**
     * A real image as ImgLib2 image over the same array, dimension 0 = first axis; spacings are not carried over.
     *
     * @throws IllegalArgumentException if the image is complex
     */
    public static ArrayImg<FloatType, FloatArray> wrap(Image image) {
        requireField(image, Field.REAL);
        return ArrayImgs.floats(image.data(), dimensions(image.space()));
    }

    /**
     * A complex image as ImgLib2 image over the same array.
     *
     * @throws IllegalArgumentException if the image is real
     */
    public static ArrayImg<ComplexFloatType, FloatArray> wrapComplex(Image image) {
        requireField(image, Field.COMPLEX);
        return ArrayImgs.complexFloats(image.data(), dimensions(image.space()));
    }

    /**
     * An ImgLib2 image as ours, with the axes X, Y, Z, TIME, CHANNEL in the order of its dimensions, spacing 1. An {@code
     * ArrayImg} of {@code FloatType} over a {@code float[]} lends its array; everything else is copied.
     *
     * @param pixels one to five dimensions, less than 2^31 pixels; its minimum may lie anywhere
     */
    public static Image image(RandomAccessibleInterval<? extends RealType<?>> pixels) {
        return image(pixels, Space.ofSizes(sizes(pixels)));
    }

    /**
     * An ImgLib2 image as ours, in a given space.
     *
     * @param pixels as above
     * @param space real, and of the same sizes
     * @throws IllegalArgumentException if the sizes do not match or the space is complex
     */
    public static Image image(RandomAccessibleInterval<? extends RealType<?>> pixels, Space space) {
        requireSizes(pixels, space, Field.REAL);
        float[] own = array(pixels);
        if (own != null && pixels.getType() instanceof FloatType && own.length == space.length()) {
            return new Image(space, own);
        }
        Image copy = Image.zeros(space);
        LoopBuilder.setImages(Views.zeroMin(pixels), wrap(copy))
                .multiThreaded()
                .forEachPixel((from, to) -> to.setReal(from.getRealFloat()));
        return copy;
    }

    /** A complex ImgLib2 image as ours; an {@code ArrayImg} of {@code ComplexFloatType} lends its array. */
    public static Image complexImage(RandomAccessibleInterval<? extends ComplexType<?>> pixels) {
        return complexImage(pixels, Space.ofSizes(sizes(pixels)).complex());
    }

    /** A complex ImgLib2 image as ours, in a given complex space of the same sizes. */
    public static Image complexImage(RandomAccessibleInterval<? extends ComplexType<?>> pixels, Space space) {
        requireSizes(pixels, space, Field.COMPLEX);
        float[] own = array(pixels);
        if (own != null && pixels.getType() instanceof ComplexFloatType && own.length == space.length()) {
            return new Image(space, own);
        }
        Image copy = Image.zeros(space);
        LoopBuilder.setImages(Views.zeroMin(pixels), wrapComplex(copy))
                .multiThreaded()
                .forEachPixel((from, to) -> to.setComplexNumber(from.getRealFloat(), from.getImaginaryFloat()));
        return copy;
    }

    /** The float array that the image stands on, or null. */
    private static float[] array(RandomAccessibleInterval<?> pixels) {
        return pixels instanceof ArrayImg<?, ?> img && img.update(null) instanceof FloatArray access
                ? access.getCurrentStorageArray()
                : null;
    }

    private static void requireField(Image image, Field field) {
        if (image.space().field() != field) {
            throw new IllegalArgumentException(
                    image + " is " + image.space().field() + ", but " + field + " is needed");
        }
    }

    private static void requireSizes(RandomAccessibleInterval<?> pixels, Space space, Field field) {
        if (space.field() != field || !Arrays.equals(sizes(pixels), space.sizes())) {
            throw new IllegalArgumentException("the image has the sizes " + Arrays.toString(sizes(pixels)) + " and is "
                    + field + ", but " + space + " is needed");
        }
    }

    private static int[] sizes(RandomAccessibleInterval<?> pixels) {
        int[] sizes = new int[pixels.numDimensions()];
        for (int d = 0; d < sizes.length; d++) {
            long n = pixels.dimension(d);
            if (n > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "dimension " + d + " of the image is " + n + ", but at most 2^31 - 1 fits");
            }
            sizes[d] = (int) n;
        }
        return sizes;
    }

    private static long[] dimensions(Space space) {
        return Arrays.stream(space.sizes()).asLongStream().toArray();
    }
}
