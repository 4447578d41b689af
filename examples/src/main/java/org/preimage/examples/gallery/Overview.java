package org.preimage.examples.gallery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.preimage.examples.benchmark.Case;
import org.preimage.examples.benchmark.Quality;
import org.preimage.examples.report.Pictures.Scale;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * The picture at the top of the README: a brain slice, its 30 noisy projections, what filtered back-projection and total
 * variation make of them, and where total variation errs.
 *
 * <p>The data are those of the benchmark's task brain-t1-30, with noise of another seed.
 */
public final class Overview {
    private static final String TASK = "brain-t1-30";

    /** How much brighter errors are shown than images. */
    private static final int GAIN = 4;

    /** The middle of the slice, without most of the empty margin. */
    private static final int COLUMNS = 100;

    private static final int ROWS = 114;

    private static final double ZOOM = 2.8;

    private Overview() {}

    /** @param args the PNG file to write */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (args.length != 1) {
            System.err.println(
                    "usage: java -cp examples/target/preimage.jar " + Overview.class.getName() + " FILE.png");
            System.exit(2);
        }
        Example example = Example.of("foundation", TASK);
        Case brain = example.measured();
        Image fbp = example.reconstruct("fbp");
        Image tv = example.reconstruct("tv");
        // A few bright pixels of fat around the skull would darken the brain.
        Scale grey = Scale.quantiles(brain.truth(), 0, 0.995);
        int views = brain.data().space().size(1);
        new Panels(COLUMNS, ROWS, ZOOM)
                .save(
                        Path.of(args[0]),
                        List.of(
                                new Panels.Panel("Slice", "what is sought", middle(brain.truth()), grey),
                                new Panels.Panel(
                                        "Measurement",
                                        views + " noisy projections",
                                        brain.data(),
                                        Scale.of(brain.data())),
                                new Panels.Panel("Filtered back-projection", psnr(brain, fbp), middle(fbp), grey),
                                new Panels.Panel("Total variation", psnr(brain, tv), middle(tv), grey),
                                new Panels.Panel(
                                        "Error of total variation",
                                        GAIN + " times as bright",
                                        middle(error(brain.truth(), tv)),
                                        new Scale(0, grey.high() / GAIN))));
    }

    private static String psnr(Case measured, Image image) {
        double psnr = Quality.of(measured.truth(), image, Double.NaN).psnr();
        return String.format(Locale.ROOT, "PSNR %.1f dB", psnr);
    }

    private static Image error(Image truth, Image image) {
        Image error = Image.zeros(truth.space());
        for (int i = 0; i < error.data().length; i++) {
            error.data()[i] = Math.abs(image.data()[i] - truth.data()[i]);
        }
        return error;
    }

    private static Image middle(Image image) {
        int nx = image.space().size(0);
        int left = (nx - COLUMNS) / 2;
        int top = (image.space().size(1) - ROWS) / 2;
        Image part = Image.zeros(Space.image(COLUMNS, ROWS, image.space().spacing(0)));
        for (int r = 0; r < ROWS; r++) {
            System.arraycopy(image.data(), (top + r) * nx + left, part.data(), r * COLUMNS, COLUMNS);
        }
        return part;
    }
}
