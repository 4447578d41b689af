package org.preimage.examples.gallery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.preimage.examples.report.Pictures.Scale;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.uncertainty.prediction.Assessment;
import org.preimage.uncertainty.score.ErrorCorrelation;

/** Truth, posterior mean, standard deviation and error side by side; the last two share a scale. */
public final class PosteriorMaps {
    private static final double ZOOM = 2.5;

    private PosteriorMaps() {}

    /** Writes a PNG file. */
    public static void save(Path file, Assessment a) throws IOException {
        Image error = Image.zeros(a.mean().space());
        for (int i = 0; i < a.pixels(); i++) {
            error.data()[i] = (float) Math.abs(a.error(i));
        }
        Scale grey = Scale.of(a.truth());
        double high = Math.max(Scale.quantiles(error, 0, 0.995).high(), 1e-6);
        Scale dark = new Scale(0, high);
        String range = String.format(Locale.ROOT, "0 to %.3f", high);
        int[] sizes = a.mean().space().sizes();
        new Panels(sizes[0], sizes[1], ZOOM)
                .save(
                        file,
                        List.of(
                                new Panels.Panel(
                                        "Truth",
                                        String.format(Locale.ROOT, "%.2f to %.2f", grey.low(), grey.high()),
                                        a.truth(),
                                        grey),
                                new Panels.Panel(
                                        "Posterior mean",
                                        String.format(
                                                Locale.ROOT, "PSNR %.1f dB", ImageQuality.psnr(a.truth(), a.mean(), 1)),
                                        a.mean(),
                                        grey),
                                new Panels.Panel("Standard deviation", range, a.standardDeviation(), dark),
                                new Panels.Panel(
                                        "|Error|",
                                        String.format(
                                                Locale.ROOT, "rank correlation %.2f", ErrorCorrelation.spearman(a)),
                                        error,
                                        dark)));
    }
}
