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
 * The README's picture of MRI: a brain slice of which every third line of k-space was measured, zero-filled, by GRAPPA and by
 * wavelets. The data are those of the benchmark's task brain-uniform-3.
 */
public final class Undersampled {
    private static final String TASK = "brain-uniform-3";
    private static final int GAIN = 4;
    private static final double SIZE = 300;

    private Undersampled() {}

    /** @param args the PNG file to write */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (args.length != 1) {
            System.err.println(
                    "usage: java -cp examples/target/preimage.jar " + Undersampled.class.getName() + " FILE.png");
            System.exit(2);
        }
        Example example = Example.of("mri-cartesian", TASK);
        Case brain = example.measured();
        Space space = brain.truth().space();
        Scale grey = Scale.quantiles(brain.truth(), 0, 0.995);
        List<Panels.Panel> panels = new ArrayList<>();
        panels.add(new Panels.Panel("Slice", "what is sought", brain.truth(), grey));
        Image last = null;
        for (String[] shown :
                new String[][] {{"zero-filled", "Zero-filled"}, {"grappa", "GRAPPA"}, {"l1-wavelet", "L1-wavelet"}}) {
            Image found = example.reconstruct(shown[0]);
            String psnr = String.format(
                    Locale.ROOT, "PSNR %.1f dB", brain.quality(found).psnr());
            panels.add(new Panels.Panel(shown[1], psnr, brain.part(found), grey));
            last = found;
        }
        Image error = brain.error(last);
        for (int i = 0; i < error.data().length; i++) {
            error.data()[i] = Math.abs(error.data()[i]);
        }
        panels.add(new Panels.Panel(
                "Error of L1-wavelet", GAIN + " times as bright", error, new Scale(0, grey.high() / GAIN)));
        new Panels(space.size(0), space.size(1), SIZE / space.size(1)).save(Path.of(args[0]), panels);
    }
}
