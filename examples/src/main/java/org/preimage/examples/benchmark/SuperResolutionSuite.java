package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.List;

/** Real images measured with pixels that are too large. */
final class SuperResolutionSuite implements Suite {
    private static final double SIGMA = 2;

    @Override
    public String name() {
        return "superres";
    }

    @Override
    public String description() {
        return "Real images of 256 x 256 pixels with grey values from 0 to 255, measured with pixels 2 and 4 times as wide, each the mean"
                + " over those inside, and white Gaussian noise of standard deviation 2.";
    }

    @Override
    public List<String> methods() {
        return List.of("tikhonov", "tv", "tgv", "pnp-bm3d");
    }

    @Override
    public List<Task> tasks(Path scans) {
        return List.of(task(2), task(4));
    }

    private static Task task(int factor) {
        return ImageTasks.measured(
                        "factor-" + factor,
                        "Means over " + factor + " x " + factor + " pixels; noise of standard deviation 2.",
                        ImageTasks.spec("downsample", ImageTasks.SIZE, "\"factor\": " + factor),
                        SIGMA,
                        ImageTasks.FILES)
                .at("images", "factor", factor);
    }
}
