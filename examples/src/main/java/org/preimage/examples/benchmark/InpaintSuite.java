package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MaskSpec;

/** Missing pixels of real images. */
final class InpaintSuite implements Suite {
    private static final double SIGMA = 5;

    @Override
    public String name() {
        return "inpaint";
    }

    @Override
    public String description() {
        return "Real images of 256 x 256 pixels with grey values from 0 to 255, of which half or four in five pixels are missing at"
                + " random; the others hold white Gaussian noise of standard deviation 5.";
    }

    @Override
    public List<String> methods() {
        return List.of("tikhonov", "tv", "tgv", "pnp-bm3d");
    }

    @Override
    public List<Task> tasks(Path scans) {
        return List.of(task("missing-50", 0.5), task("missing-80", 0.2));
    }

    private static Task task(String name, double kept) {
        return ImageTasks.measured(
                        name,
                        Math.round(100 * (1 - kept))
                                + " % of the pixels are missing, each with the same probability; noise of standard"
                                + " deviation 5 on the others.",
                        MaskSpec.random(Space.image(ImageTasks.SIZE, ImageTasks.SIZE, 1), kept, 1),
                        SIGMA,
                        ImageTasks.FILES)
                .at("images", "share of missing pixels in %", Math.round(100 * (1 - kept)));
    }
}
