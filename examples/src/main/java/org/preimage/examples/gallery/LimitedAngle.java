package org.preimage.examples.gallery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
 * <p>Pixels of 1 mm, one view each degree from 30 to 149, exact line integrals with Gaussian noise of 2 % of their mean
 * magnitude. The layers of the phantoms lie within 45 degrees of the x axis, so that nearly all of their wave vectors are
 * in the arc, as one would choose it.
 *
 * @param size pixels along each side
 * @param ellipses of each phantom
 * @param phantoms how many
 * @param weights that are tried of total variation and of shearlets, in data units squared per image unit
 * @param settings of both beside the weight
 */
public record LimitedAngle(int size, int ellipses, int phantoms, double[][] weights, Map<String, String> settings) {
    private static final String NOISE = "gaussian:2%";
    private static final double ZOOM = 2;
    private static final String[] METHODS = {"tv", "l1-shearlet"};
    private static final String[] TITLES = {"TV", "Shearlets"};

    /** The one that main runs, with weights around those that are found automatically. */
    private static final LimitedAngle USUAL =
            new LimitedAngle(128, 12, 3, new double[][] {{2, 3, 4.5, 7, 10}, {3.3, 5, 7.5, 11, 17}}, Map.of());

    private record Found(Image image, double psnr) {}

    /** Mean PSNR in dB: of filtered back-projection, and with automatic and best weights of the others. */
    record Figures(double fbp, double tv, double tvBest, double shearlets, double shearletsBest) {}

    private Found reconstruct(String method, String weight, InverseProblem problem, Image truth) {
        boolean direct = method.equals("fbp");
        Map<String, String> set = new HashMap<>(direct ? Map.of() : settings);
        if (!direct) {
            set.put("weight", weight);
        }
        Reconstruction r = Methods.named(Methods.classical(), method).with(set).reconstruct(problem);
        double psnr = ImageQuality.of(truth, r.image()).psnr();
        System.out.printf(
                Locale.ROOT,
                "  %-12s weight %-12s PSNR %6.2f dB, %d iterations, %s%n",
                method,
                direct
                        ? "-"
                        : String.format(
                                Locale.ROOT,
                                "%.3g%s",
                                Double.parseDouble(r.how().parameters().get("weight")),
                                weight.equals("auto") ? " (auto)" : ""),
                psnr,
                r.iterations(),
                r.status());
        return new Found(r.image(), psnr);
    }

    /** Reconstructs, prints, and draws the first phantom. */
    Figures run(Path file) throws IOException {
        Space space = Space.image(size, size, 1);
        int cells = ParallelBeam.coveringDetectors(space, 1);
        ParallelBeam beam = new ParallelBeam(space, cells, 1, (cells - 1) / 2.0, Beam.uniformAngles(30, 150, 120));
        List<Panels.Panel> panels = new ArrayList<>();
        double[] sums = new double[5];
        for (int p = 1; p <= phantoms; p++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(p);
            TexturedPhantom phantom = TexturedPhantom.random(size, ellipses, 45, random);
            Image truth = phantom.render(space, 8);
            Image clean = phantom.sinogram(beam);
            Image data = new Image(clean.space(), NoiseModel.parse(NOISE).sample(clean.data(), random));
            InverseProblem problem = new InverseProblem(beam.projector(), data);
            System.out.println("phantom " + p);
            Found fbp = reconstruct("fbp", "", problem, truth);
            sums[0] += fbp.psnr();
            Scale grey = Scale.quantiles(truth, 0, 0.999);
            if (p == 1) {
                panels.add(new Panels.Panel("Phantom", "120 noisy views over 120°", truth, grey));
                panels.add(panel("FBP", fbp, grey));
            }
            for (int m = 0; m < METHODS.length; m++) {
                Found auto = reconstruct(METHODS[m], "auto", problem, truth);
                Found best = auto;
                for (double weight : weights[m]) {
                    Found tried = reconstruct(METHODS[m], "" + weight, problem, truth);
                    best = tried.psnr() > best.psnr() ? tried : best;
                }
                sums[1 + 2 * m] += auto.psnr();
                sums[2 + 2 * m] += best.psnr();
                if (p == 1) {
                    panels.add(panel(TITLES[m] + ", automatic", auto, grey));
                    panels.add(panel(TITLES[m] + ", best weight", best, grey));
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= phantoms;
        }
        System.out.printf(
                Locale.ROOT,
                "mean PSNR of %d phantoms: fbp %.2f dB; tv %.2f (automatic weight), %.2f (best weight);"
                        + " l1-shearlet %.2f (automatic), %.2f (best)%n",
                phantoms,
                sums[0],
                sums[1],
                sums[2],
                sums[3],
                sums[4]);
        new Panels(size, size, ZOOM * USUAL.size / size).save(file, panels);
        return new Figures(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    private static Panels.Panel panel(String title, Found found, Scale grey) {
        return new Panels.Panel(title, String.format(Locale.ROOT, "PSNR %.1f dB", found.psnr()), found.image(), grey);
    }

    /** @param args the PNG file to write */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (args.length != 1) {
            System.err.println(
                    "usage: java -cp examples/target/preimage.jar " + LimitedAngle.class.getName() + " FILE.png");
            System.exit(2);
        }
        USUAL.run(Path.of(args[0]));
    }
}
