package org.preimage.examples.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.preimage.operators.space.Image;

/** Plane images as PNG: grey between two values, or signed errors between blue and red. */
public final class Pictures {
    private Pictures() {}

    /** The smallest and the largest value shown. */
    public record Scale(double low, double high) {
        /** From the smallest to the largest value of an image. */
        public static Scale of(Image image) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (float v : image.data()) {
                low = Math.min(low, v);
                high = Math.max(high, v);
            }
            return new Scale(low, high);
        }

        /** Between two quantiles of an image, so that a few outliers do not darken the rest. */
        public static Scale quantiles(Image image, double from, double to) {
            float[] sorted = image.data().clone();
            Arrays.sort(sorted);
            int last = sorted.length - 1;
            return new Scale(sorted[(int) Math.round(from * last)], sorted[(int) Math.round(to * last)]);
        }

        double fraction(double value) {
            return high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
        }
    }

    /** Turns the fraction of a scale into a colour 0xRRGGBB. */
    @FunctionalInterface
    private interface Colours {
        int of(double fraction);
    }

    /** Black at the scale's low end, white at its high end. */
    public static byte[] grey(Image image, Scale scale) {
        return draw(image, scale, Pictures::grey);
    }

    /** Blue for negative, white for zero, red for positive. */
    public static byte[] signed(Image image, Scale scale) {
        return draw(image, scale, Pictures::blueWhiteRed);
    }

    /** A horizontal bar of the colours of {@link #grey}. */
    public static byte[] greyBar() {
        return bar(Pictures::grey);
    }

    /** A horizontal bar of the colours of {@link #signed}. */
    public static byte[] signedBar() {
        return bar(Pictures::blueWhiteRed);
    }

    private static int grey(double f) {
        return (int) Math.round(255 * f) * 0x010101;
    }

    private static int blueWhiteRed(double f) {
        // From a dark blue over white to a dark red: linear between five colours.
        int[] stops = {0x053061, 0x4393c3, 0xf7f7f7, 0xd6604d, 0x67001f};
        double at = f * (stops.length - 1);
        int i = Math.min(stops.length - 2, (int) at);
        double w = at - i;
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double c = (1 - w) * (stops[i] >> shift & 255) + w * (stops[i + 1] >> shift & 255);
            colour |= (int) Math.round(c) << shift;
        }
        return colour;
    }

    private static byte[] bar(Colours colours) {
        BufferedImage bar = new BufferedImage(256, 1, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 256; x++) {
            bar.setRGB(x, 0, colours.of(x / 255.0));
        }
        return png(bar);
    }

    private static byte[] draw(Image image, Scale scale, Colours colours) {
        int nx = image.space().size(0);
        int ny = image.space().dimensions() > 1 ? image.space().size(1) : 1;
        BufferedImage picture = new BufferedImage(nx, ny, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < ny; y++) {
            for (int x = 0; x < nx; x++) {
                picture.setRGB(x, y, colours.of(scale.fraction(image.data()[y * nx + x])));
            }
        }
        return png(picture);
    }

    private static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
