package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Real images from fewer random measurements than pixels, and the law of how few are enough. */
final class CompressedSensingSuite implements Suite {
    private static final double SIGMA = 2;

    @Override
    public String name() {
        return "compressed-sensing";
    }

    @Override
    public String description() {
        return "Real images of 256 x 256 pixels with grey values from 0 to 255 from a tenth, a quarter and half as many measurements"
                + " as pixels, taken from a Hadamard transform of the image with random signs, with white Gaussian noise of"
                + " standard deviation 2; and the phase transition of sparse vectors.";
    }

    @Override
    public List<String> methods() {
        return List.of("tikhonov", "tv", "tgv", "pnp-bm3d");
    }

    @Override
    public List<Task> tasks(Path scans) {
        return Stream.of(10, 25, 50).map(CompressedSensingSuite::task).toList();
    }

    @Override
    public List<Study> studies() {
        return List.of(new PhaseTransition(200, 10));
    }

    private static Task task(int percent) {
        int measurements = ImageTasks.SIZE * ImageTasks.SIZE * percent / 100;
        return ImageTasks.measured(
                        "measured-" + percent,
                        measurements + " measurements, " + percent + " % of the number of pixels.",
                        ImageTasks.spec(
                                "compressed-sensing",
                                ImageTasks.SIZE,
                                "\"matrix\": \"hadamard\", \"measurements\": " + measurements + ", \"seed\": 1"),
                        SIGMA,
                        ImageTasks.FILES)
                .at("images", "measurements in % of the pixels", percent);
    }
}
