package org.preimage.examples.gallery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.preimage.examples.benchmark.Case;
import org.preimage.examples.report.Pictures.Scale;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * The README's picture of restoration: a part of a photograph, blurred and noisy, and deconvolved by Wiener's filter, by total variation
 * and by plug-and-play. The data are those of the benchmark's task deblur/gaussian.
 */
public final class Restored {
    private static final String TASK = "gaussian";

    /** Of the square part that is drawn: first column, first row, pixels along a side. */
    private static final int LEFT = 60;

    private static final int TOP = 12;
    private static final int SIDE = 112;
    private static final double SIZE = 300;

    private Restored() {}

    /** @param args the PNG file to write */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (args.length != 1) {
            System.err.println(
                    "usage: java -cp examples/target/preimage.jar " + Restored.class.getName() + " FILE.png");
            System.exit(2);
        }
        Example example = Example.of("deblur", TASK);
        Case photo = example.measured();
        Scale grey = Scale.quantiles(photo.truth(), 0, 0.999);
        List<Panels.Panel> panels = new ArrayList<>();
        panels.add(new Panels.Panel("Scene", "what is sought", part(photo.truth()), grey));
        panels.add(panel("Measured", photo, photo.data(), grey));
        for (String[] shown :
                new String[][] {{"wiener", "Wiener"}, {"tv", "Total variation"}, {"pnp-bm3d", "Plug-and-play BM3D"}}) {
            panels.add(panel(shown[1], photo, example.reconstruct(shown[0]), grey));
        }
        new Panels(SIDE, SIDE, SIZE / SIDE).save(Path.of(args[0]), panels);
    }

    private static Panels.Panel panel(String title, Case photo, Image image, Scale grey) {
        String psnr =
                String.format(Locale.ROOT, "PSNR %.1f dB", photo.quality(image).psnr());
        return new Panels.Panel(title, psnr, part(photo.part(image)), grey);
    }

    private static Image part(Image image) {
        Image part = Image.zeros(Space.image(SIDE, SIDE, 1));
        for (int y = 0; y < SIDE; y++) {
            System.arraycopy(image.data(), (TOP + y) * image.space().size(0) + LEFT, part.data(), y * SIDE, SIDE);
        }
        return part;
    }
}
