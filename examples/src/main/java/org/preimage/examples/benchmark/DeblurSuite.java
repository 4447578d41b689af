package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.noise.PoissonCounts;
import org.preimage.operators.spec.OperatorSpec;

/**
 * Blurred real images. Each is cut out of the middle of a larger blurred one, so that what lies beyond its edge shines in, as in a
 * camera or a microscope, and no method's boundary is right.
 */
final class DeblurSuite implements Suite {
    /** Pixels along a side that are measured, and that are compared. */
    private static final int MEASURED = 240;

    private static final int MARGIN = 8;

    @Override
    public String name() {
        return "deblur";
    }

    @Override
    public String description() {
        return "Real images with grey values from 0 to 255, blurred at 256 x 256 pixels, of which the inner 240 x 240 are measured and"
                + " the inner 224 x 224 compared: beyond the edge of the data the scene goes on. Gaussian and box blur with white"
                + " Gaussian noise, motion blur, and few photons behind a microscope's Gaussian blur.";
    }

    @Override
    public List<String> methods() {
        return List.of(
                "wiener", "tikhonov-miller", "ictm", "richardson-lucy", "richardson-lucy-tv", "tv", "tgv", "pnp-bm3d");
    }

    @Override
    public List<Task> tasks(Path scans) {
        return List.of(
                task(
                        "gaussian",
                        "Gaussian blur of standard deviation 1.6 pixels; noise of standard deviation 2.",
                        "{\"model\": \"gaussian\", \"sigma\": 1.6}",
                        new GaussianNoise(2),
                        "gaussian:2"),
                task(
                        "uniform",
                        "The mean over 9 x 9 pixels; noise of standard deviation 1.",
                        "{\"model\": \"uniform\", \"size\": 9}",
                        new GaussianNoise(1),
                        "gaussian:1"),
                task(
                        "motion",
                        "Motion over 15 pixels at 30 degrees; noise of standard deviation 2.",
                        "{\"model\": \"motion\", \"length\": 15, \"angle\": 30}",
                        new GaussianNoise(2),
                        "gaussian:2"),
                task(
                        "photons",
                        "Gaussian blur of standard deviation 1.6 pixels; grey values are mean numbers of photons.",
                        "{\"model\": \"gaussian\", \"sigma\": 1.6}",
                        new PoissonCounts(1),
                        "counts:1"));
    }

    private static Task task(String name, String description, String psf, NoiseModel noise, String noiseName) {
        String rest = "\"psf\": " + psf + ", \"boundary\": \"reflecting\"";
        OperatorSpec scene = ImageTasks.spec("blur", ImageTasks.SIZE, rest);
        return ImageTasks.task(
                name,
                description,
                ImageTasks.spec("blur", MEASURED, rest),
                MARGIN,
                truth -> ImageTasks.middle(ImageTasks.operated(scene, truth), MEASURED),
                noise,
                noiseName,
                ImageTasks.FILES);
    }
}
