package org.preimage.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.OperatorSpec;

/**
 * Tasks on the bundled real images, 256 x 256 pixels with grey values from 0 to 255, for every suite that restores images.
 */
final class ImageTasks {
    /** Pixels along a side. */
    static final int SIZE = 256;

    /** A photograph, objects on a ground, a regular texture, and a medical image with a dark border. */
    static final List<String> FILES = List.of("camera.png", "coins.png", "brick.png", "brain_t1_z064.png");

    private static final Pictures.Scale GREY = new Pictures.Scale(0, 255);

    private ImageTasks() {}

    /** A bundled image as {@link #SIZE} x {@link #SIZE} pixels. */
    static BundledImages.Bundled image(String file) throws IOException {
        BundledImages.Bundled read = BundledImages.read(file, 1);
        Image stored = read.image();
        int shortest = Math.min(stored.space().size(0), stored.space().size(1));
        Image square;
        if (shortest >= 2 * SIZE) {
            Image half = BundledImages.binned(stored, 2);
            square = new Image(Space.image(half.space().size(0), half.space().size(1), 1), half.data());
        } else if (shortest >= SIZE) {
            square = stored;
        } else {
            square = BundledImages.padded(stored, SIZE);
        }
        return new BundledImages.Bundled(middle(square, SIZE), read.sha256());
    }

    /** The square of this size in the middle. */
    static Image middle(Image image, int size) {
        int nx = image.space().size(0);
        int left = (nx - size) / 2;
        int top = (image.space().size(1) - size) / 2;
        Image out = Image.zeros(Space.image(size, size, image.space().spacing(0)));
        for (int r = 0; r < size; r++) {
            System.arraycopy(image.data(), (top + r) * nx + left, out.data(), r * size, size);
        }
        return out;
    }

    /** A SPEC given as text without files in it. */
    static OperatorSpec spec(String json) {
        try {
            return OperatorSpec.parse(json, Path.of("."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operator's JSON on an image of this many pixels along a side. */
    static OperatorSpec spec(String operator, int size, String rest) {
        return spec("{\"operator\": \"" + operator + "\", \"image\": {\"size\": [" + size + ", " + size + "]}"
                + (rest.isEmpty() ? "" : ", " + rest) + "}");
    }

    /** How an image without noise becomes data. */
    @FunctionalInterface
    interface Measurement {
        /** The clean data of an image of {@link #SIZE} pixels along a side. */
        Image of(Image truth);
    }

    /**
     * Images measured by a SPEC's own operator, on the same pixels: as nothing finer than a pixel is asked for.
     *
     * @param sigma standard deviation of the white Gaussian noise
     */
    static Task measured(String name, String description, OperatorSpec spec, double sigma, List<String> files) {
        return task(
                name,
                description,
                spec,
                0,
                truth -> operated(spec, truth),
                new GaussianNoise(sigma),
                "gaussian:" + sigma,
                files);
    }

    /** F(x) of the SPEC's operator, on its range. */
    static Image operated(OperatorSpec spec, Image image) {
        return new Image(spec.range(), spec.operator().apply(image.data()));
    }

    /**
     * Images measured in any way.
     *
     * @param margin pixels on every side of the reconstruction that are not compared
     * @param measurement clean data in the SPEC's range
     * @param noise what is added, and its name
     */
    static Task task(
            String name,
            String description,
            OperatorSpec spec,
            int margin,
            Measurement measurement,
            NoiseModel noise,
            String noiseName,
            List<String> files) {
        int compared = spec.domain().size(0) - 2 * margin;
        return new Task(
                name,
                description,
                margin == 0 ? "the image" : "the image without " + margin + " pixels on each side",
                "",
                spec,
                random -> {
                    List<Case> cases = new ArrayList<>();
                    for (String file : files) {
                        cases.add(one(file, spec, margin, compared, measurement, noise, noiseName, random));
                    }
                    return cases;
                });
    }

    private static Case one(
            String file,
            OperatorSpec spec,
            int margin,
            int compared,
            Measurement measurement,
            NoiseModel noise,
            String noiseName,
            RandomGenerator random)
            throws IOException {
        BundledImages.Bundled bundled = image(file);
        Image clean = measurement.of(bundled.image());
        Image data = new Image(spec.range(), noise.sample(clean.data(), random));
        spec.clearUnmeasured(data);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("noise", noiseName);
        facts.put("sha256 of " + file, bundled.sha256());
        return new Case(file, data, middle(bundled.image(), compared), margin, null, GREY, facts);
    }
}
