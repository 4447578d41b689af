package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** White Gaussian noise of three strengths on real images. */
final class DenoiseSuite implements Suite {
    @Override
    public String name() {
        return "denoise";
    }

    @Override
    public String description() {
        return "Real images of 256 x 256 pixels with grey values from 0 to 255 and white Gaussian noise of standard deviation 10, 25"
                + " and 50, which no method is told.";
    }

    @Override
    public List<String> methods() {
        return List.of("tikhonov", "wavelet-shrinkage", "l1-wavelet", "tv", "tgv", "nlm", "bm3d");
    }

    @Override
    public List<Task> tasks(Path scans) {
        return Stream.of(10, 25, 50).map(DenoiseSuite::task).toList();
    }

    private static Task task(int sigma) {
        return ImageTasks.measured(
                        "sigma-" + sigma,
                        "White Gaussian noise of standard deviation " + sigma + ", grey values from 0 to 255.",
                        ImageTasks.spec("identity", ImageTasks.SIZE, ""),
                        sigma,
                        ImageTasks.FILES)
                .at("images", "standard deviation of the noise", sigma);
    }
}
