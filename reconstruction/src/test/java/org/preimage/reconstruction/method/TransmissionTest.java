package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.noise.PoissonTransmission;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.functional.Huber;
import org.preimage.reconstruction.functional.TransmissionLikelihood;
import org.preimage.reconstruction.quality.ImageQuality;
import org.preimage.reconstruction.solver.Status;

/** Methods that reckon in photons, on a phantom as dense as a head. */
class TransmissionTest {
    private static final int SIZE = 64;
    private static final int VIEWS = 45;

    /** Attenuation of image value 1, so that the densest ray has a line integral of 3.5. */
    private static final double DENSITY = 0.2;

    private static final Space SPACE = Space.image(SIZE, SIZE, 1);
    private static final ParallelBeam BEAM = ParallelBeam.halfTurn(SPACE, 91, 1, VIEWS);
    private static final Projector PROJECTOR = BEAM.projector();

    private static Image truth() {
        Image image = SheppLogan.modified(SIZE).render(SPACE, 8);
        Vectors.scale(DENSITY, image.data());
        return image;
    }

    private static InverseProblem problem(double photons) {
        float[] p = SheppLogan.modified(SIZE).sinogram(BEAM).data();
        Vectors.scale(DENSITY, p);
        new PoissonTransmission(photons)
                .sample(p, RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1), p);
        return new InverseProblem(PROJECTOR, new Image(BEAM.sinogram(), p));
    }

    private static Reconstruction run(String method, InverseProblem problem, Map<String, String> settings) {
        return Methods.named(Methods.classical(), method).with(settings).reconstruct(problem);
    }

    private static double psnr(Reconstruction r) {
        return ImageQuality.of(truth(), r.image()).psnr();
    }

    /** Over weights around the automatic one. */
    private static double best(String method, InverseProblem problem) {
        double weight = Double.parseDouble(
                run(method, problem, Map.of()).how().parameters().get("weight"));
        double best = 0;
        for (double factor : new double[] {0.3, 1, 3}) {
            best = Math.max(best, psnr(run(method, problem, Map.of("weight", "" + factor * weight))));
        }
        return best;
    }

    @Test
    void fewPhotonsAreWhereTheLikelihoodPays() {
        InverseProblem problem = problem(100);
        double fbp = psnr(run("fbp", problem, Map.of("window", "hann")));
        double tv = best("tv", problem);
        Reconstruction poisson = run("poisson-tv", problem, Map.of());
        double likelihood = best("poisson-tv", problem);
        double mltr = psnr(run("os-mltr", problem, Map.of()));
        String figures = "fbp " + fbp + ", tv " + tv + ", poisson-tv " + psnr(poisson) + " and at best " + likelihood
                + ", os-mltr " + mltr;
        assertTrue(psnr(poisson) > fbp + 2, figures);
        assertTrue(likelihood > tv + 0.3, figures);
        assertTrue(mltr > fbp + 0.2, figures);
        assertEquals(Status.CONVERGED, poisson.status());
    }

    /** The phantom's thin skull falls between pixels: the worst case, since the weight heeds fit to the rays only. */
    @Test
    void theAutomaticWeightIsNearTheBestOne() {
        InverseProblem problem = problem(1e3);
        Reconstruction auto = run("poisson-tv", problem, Map.of());
        double weight = Double.parseDouble(auto.how().parameters().get("weight"));
        String photons = auto.how().parameters().get("photons");
        assertEquals(1e3, Double.parseDouble(photons), 200);
        double best = 0;
        for (double factor : new double[] {0.3, 3}) {
            best = Math.max(
                    best, psnr(run("poisson-tv", problem, Map.of("weight", "" + factor * weight, "photons", photons))));
        }
        assertTrue(psnr(auto) > best - 2.5, psnr(auto) + " against " + best);
    }

    /** Attenuation m with image x / m is the same measurement. */
    @Test
    void attenuationIsAUnit() {
        InverseProblem problem = problem(1e3);
        Image scaled = Image.zeros(BEAM.sinogram());
        Vectors.combine(50, problem.data().data(), 0, problem.data().data(), scaled.data());
        for (String method : new String[] {"poisson-tv", "os-mltr"}) {
            Map<String, String> few = Map.of("iterations", "20", "photons", "1000");
            Map<String, String> same = Map.of("iterations", "20", "photons", "1000", "attenuation", "0.02");
            float[] plain = run(method, problem, few).image().data();
            float[] other = run(method, new InverseProblem(PROJECTOR, scaled), same)
                    .image()
                    .data();
            Vectors.scale(0.02, other);
            assertTrue(Vectors.relativeDistance(other, plain) < 1e-2, method);
        }
    }

    /** Smoothing with many sweeps: ordered subsets come as low as the objective goes with one subset. */
    @Test
    void smoothedOrderedSubsetsConverge() {
        InverseProblem problem = problem(1e3);
        Map<String, String> settings =
                Map.of("smoothing", "2e4", "edge", "0.01", "discrepancy", "false", "photons", "1000", "decay", "0.1");
        Map<String, String> fast = new java.util.HashMap<>(settings);
        fast.put("iterations", "40");
        Map<String, String> slow = new java.util.HashMap<>(settings);
        slow.putAll(Map.of("iterations", "1000", "subsets", "1", "decay", "0"));
        double reached = objective(problem, run("os-mltr", problem, fast));
        double least = objective(problem, run("os-mltr", problem, slow));
        assertTrue(reached < 1.01 * least, reached + " against " + least);
    }

    private static double objective(InverseProblem problem, Reconstruction r) {
        float[] t = problem.data().data().clone();
        for (int i = 0; i < t.length; i++) {
            t[i] = (float) Math.exp(-t[i]);
        }
        Gradient gradient = new Gradient(SPACE);
        float[] x = r.image().data();
        return new TransmissionLikelihood(BEAM.sinogram(), t, 1e3).value(PROJECTOR.apply(x))
                + new Huber(gradient.range(), 2e4, 0.01).value(gradient.apply(x));
    }

    /** Rays that count nothing say "dense", not "exactly as dense as the logarithm's floor". */
    @Test
    void starvedRaysDoNotHurt() {
        InverseProblem problem = problem(30);
        long starved = 0;
        for (float p : problem.data().data()) {
            starved += p > Math.log(30 / 0.5) ? 1 : 0;
        }
        assertTrue(starved > 50, "starved " + starved);
        double fbp = psnr(run("fbp", problem, Map.of("window", "hann")));
        Reconstruction poisson = run("poisson-tv", problem, Map.of("photons", "30"));
        assertTrue(psnr(poisson) > fbp + 4, psnr(poisson) + " against " + fbp);
        assertTrue(poisson.how().notes().get("starved").startsWith(starved + " cells"));
    }
}
