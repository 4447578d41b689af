package org.preimage.examples.gallery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.examples.report.Pictures.Scale;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.phantom.TexturedPhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.quality.ImageQuality;

/**
 * Textured phantoms from an arc of 120 degrees by filtered back-projection, total variation and sparse shearlets, the last two
 * with their automatic weight and with the best of a list for each image: prints the figures and draws the first phantom.
 *
 * <p>128 x 128 pixels of 1 mm, one view each degree from 30 to 149, exact line integrals with Gaussian noise of 2 % of their mean
 * magnitude. The layers of the phantoms lie within 45 degrees of the x axis, so that nearly all of their wave vectors are
 * in the arc, as one would choose it.
 */
public final class LimitedAngle {
    private static final int SIZE = 128;
    private static final int PHANTOMS = 3;
    private static final String NOISE = "gaussian:2%";
    private static final double ZOOM = 3;
    private static final String[] METHODS = {"tv", "l1-shearlet"};

    /** Around those that are found automatically, in data units squared per image unit. */
    private static final double[][] WEIGHTS = {{2, 3, 4.5, 7, 10}, {0.7, 1, 1.5, 2.2, 3.3}};

    private LimitedAngle() {}

    private record Found(Image image, double psnr) {}

    private static Found reconstruct(String method, Map<String, String> settings, InverseProblem problem, Image truth) {
        Reconstruction r =
                Methods.named(Methods.classical(), method).with(settings).reconstruct(problem);
        double psnr = ImageQuality.of(truth, r.image()).psnr();
        String weight = r.how().parameters().getOrDefault("weight", "0");
        System.out.printf(
                Locale.ROOT,
                "  %-12s weight %-22s PSNR %6.2f dB, %d iterations, %s%n",
                method,
                method.equals("fbp") ? "-" : weight + (settings.containsKey("weight") ? "" : " (auto)"),
                psnr,
                r.iterations(),
                r.status());
        return new Found(r.image(), psnr);
    }

    /** @param args the PNG file to write */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (args.length != 1) {
            System.err.println(
                    "usage: java -cp examples/target/preimage.jar " + LimitedAngle.class.getName() + " FILE.png");
            System.exit(2);
        }
        Space space = Space.image(SIZE, SIZE, 1);
        int cells = ParallelBeam.coveringDetectors(space, 1);
        ParallelBeam beam = new ParallelBeam(space, cells, 1, (cells - 1) / 2.0, Beam.uniformAngles(30, 150, 120));
        List<Panels.Panel> panels = new ArrayList<>();
        double[] sums = new double[5];
        for (int p = 1; p <= PHANTOMS; p++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(p);
            TexturedPhantom phantom = TexturedPhantom.random(SIZE, 12, 45, random);
            Image truth = phantom.render(space, 8);
            Image clean = phantom.sinogram(beam);
            Image data = new Image(clean.space(), NoiseModel.parse(NOISE).sample(clean.data(), random));
            InverseProblem problem = new InverseProblem(beam.projector(), data);
            System.out.println("phantom " + p);
            Found fbp = reconstruct("fbp", Map.of(), problem, truth);
            sums[0] += fbp.psnr();
            Scale grey = Scale.quantiles(truth, 0, 0.999);
            if (p == 1) {
                panels.add(new Panels.Panel("Phantom", "what is sought", truth, grey));
                panels.add(panel("FBP", fbp, grey));
            }
            for (int m = 0; m < METHODS.length; m++) {
                Found auto = reconstruct(METHODS[m], Map.of(), problem, truth);
                Found best = auto;
                for (double weight : WEIGHTS[m]) {
                    Found tried = reconstruct(METHODS[m], Map.of("weight", "" + weight), problem, truth);
                    best = tried.psnr() > best.psnr() ? tried : best;
                }
                sums[1 + 2 * m] += auto.psnr();
                sums[2 + 2 * m] += best.psnr();
                if (p == 1) {
                    panels.add(panel(m == 0 ? "TV, best weight" : "Shearlets, best weight", best, grey));
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "mean PSNR of %d phantoms: fbp %.2f dB; tv %.2f (auto), %.2f (best weight); l1-shearlet %.2f (auto), %.2f"
                        + " (best weight)%n",
                PHANTOMS,
                sums[0] / PHANTOMS,
                sums[1] / PHANTOMS,
                sums[2] / PHANTOMS,
                sums[3] / PHANTOMS,
                sums[4] / PHANTOMS);
        new Panels(SIZE, SIZE, ZOOM).save(Path.of(args[0]), panels);
    }

    private static Panels.Panel panel(String title, Found found, Scale grey) {
        return new Panels.Panel(title, String.format(Locale.ROOT, "PSNR %.1f dB", found.psnr()), found.image(), grey);
    }
}
