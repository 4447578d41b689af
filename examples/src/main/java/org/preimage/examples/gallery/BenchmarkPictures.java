package org.preimage.examples.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.preimage.examples.benchmark.Case;
import org.preimage.examples.report.Pictures.Scale;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** The README's pictures of benchmark tasks: the first image of each, by some of the methods that its suite compares. */
public final class BenchmarkPictures {
    private static final double SIDE = 160;

    private static final List<Strip> STRIPS = List.of(
            new Strip("few-views", "ct-sparse", "shepp-logan-30", "", "fbp", "sirt", "tikhonov", "tv"),
            new Strip("radial", "mri-radial", "brain-34", "", "gridding", "sense", "l1-wavelet", "tv"),
            new Strip("denoised", "denoise", "sigma-25", "noisy", "wavelet-shrinkage", "nlm", "tv", "bm3d"),
            new Strip(
                    "learned",
                    "table-ellipses",
                    "ellipses-pictures",
                    "",
                    "fbp",
                    "tv",
                    "post-processing",
                    "learned-gradient-descent",
                    "learned-primal-dual"));

    private BenchmarkPictures() {}

    /**
     * One picture.
     *
     * @param file without its ending
     * @param measured caption of the data, which are shown as they are; empty where they are no image
     */
    private record Strip(String file, String suite, String task, String measured, String... methods) {
        void draw(Path folder) throws IOException {
            Example example = Example.of(suite, task);
            Case first = example.measured();
            Scale grey = Scale.quantiles(first.truth(), 0, 0.998);
            List<Panels.Panel> panels = new ArrayList<>();
            panels.add(new Panels.Panel("truth", "what is sought", first.truth(), grey));
            if (!measured.isEmpty()) {
                panels.add(panel(measured, first, first.data(), grey));
            }
            for (String method : methods) {
                panels.add(panel(method, first, example.reconstruct(method), grey));
            }
            Space space = first.truth().space();
            new Panels(space.size(0), space.size(1), SIDE / space.size(1)).save(folder.resolve(file + ".png"), panels);
        }

        private static Panels.Panel panel(String title, Case first, Image image, Scale grey) {
            String psnr = String.format(
                    Locale.ROOT, "PSNR %.1f dB", first.quality(image).psnr());
            return new Panels.Panel(
                    title.replace("learned-gradient-descent", "learned gradient"), psnr, first.part(image), grey);
        }
    }

    /** @param args the folder of the pictures */
    public static void main(String[] args) throws IOException {
        Path folder = Comparison.Arguments.folder(args);
        Files.createDirectories(folder);
        for (Strip strip : STRIPS) {
            strip.draw(folder);
        }
    }
}
