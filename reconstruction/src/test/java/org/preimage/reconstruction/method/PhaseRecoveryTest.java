package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Identity;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.phase.CodedDiffraction;
import org.preimage.operators.phase.OversampledFourier;
import org.preimage.operators.phase.PhaseRetrieval;
import org.preimage.operators.phase.PhaseRetrieval.Quantity;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.AmplitudeFlow;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.IterationContract;
import org.preimage.reconstruction.solver.RelaxedReflections;
import org.preimage.reconstruction.solver.Status;

class PhaseRecoveryTest {
    private static final int N = 32;
    private static final Space PLANE = Space.image(N, N, 1);

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    /** The phantom with a phase that varies, so that nothing is real or positive. */
    private static float[] wave() {
        float[] phantom = SheppLogan.modified(N).render(PLANE, 2).data();
        float[] x = PLANE.complex().zeros();
        for (int i = 0; i < phantom.length; i++) {
            double phase = 4.0 * (i % N) * (i / N) / (N * N) + 0.3;
            x[2 * i] = (float) (phantom[i] * Math.cos(phase));
            x[2 * i + 1] = (float) (phantom[i] * Math.sin(phase));
        }
        return x;
    }

    private static PhaseRetrieval coded(Space space, int patterns, Quantity quantity) {
        return new PhaseRetrieval(CodedDiffraction.octanary(space, patterns, random(5)), quantity);
    }

    private static InverseProblem measured(PhaseRetrieval f, float[] x) {
        return new InverseProblem(f, new Image(f.range(), f.apply(x)));
    }

    /** Relative distance of complex images after the best global phase. */
    private static double distance(float[] x, float[] truth) {
        double re = 0;
        double im = 0;
        double size = 0;
        for (int i = 0; i < x.length; i += 2) {
            re += x[i] * truth[i] + x[i + 1] * truth[i + 1];
            im += x[i] * truth[i + 1] - x[i + 1] * truth[i];
            size += truth[i] * truth[i] + truth[i + 1] * truth[i + 1];
        }
        double norm = Math.hypot(re, im);
        double sum = 0;
        for (int i = 0; i < x.length; i += 2) {
            double a = (x[i] * re - x[i + 1] * im) / norm - truth[i];
            double b = (x[i] * im + x[i + 1] * re) / norm - truth[i + 1];
            sum += a * a + b * b;
        }
        return Math.sqrt(sum / size);
    }

    @Test
    void codedPatternsGiveTheImageButForOnePhase() {
        for (Quantity quantity : Quantity.values()) {
            PhaseRetrieval f = coded(PLANE.complex(), 6, quantity);
            Reconstruction r = PhaseRecovery.METHOD.withDefaults().reconstruct(measured(f, wave()));
            double error = distance(r.image().data(), wave());
            assertTrue(error < 1e-3, quantity + ": " + error);
            assertEquals("reflections", r.how().parameters().get("algorithm"));
            assertTrue(r.how().notes().get("misfit").contains("differ"));
        }
    }

    @Test
    void noiseIsNotAmplified() {
        PhaseRetrieval f = coded(PLANE.complex(), 8, Quantity.MAGNITUDE);
        Image data = new Image(f.range(), f.apply(wave()));
        double sd = 0.01;
        new GaussianNoise(sd).sample(data.data(), random(2), data.data());
        Reconstruction r =
                PhaseRecovery.METHOD.with(Map.of("iterations", "200")).reconstruct(new InverseProblem(f, data));
        double size = 0;
        for (float v : wave()) {
            size += (double) v * v;
        }
        double relative = sd * Math.sqrt(f.range().length() / size);
        assertTrue(distance(r.image().data(), wave()) < relative, "relative noise " + relative);
    }

    @Test
    void flowAloneFindsItFromManyPatterns() {
        PhaseRetrieval f = coded(PLANE.complex(), 16, Quantity.INTENSITY);
        Reconstruction r =
                PhaseRecovery.METHOD.with(Map.of("algorithm", "flow")).reconstruct(measured(f, wave()));
        assertTrue(
                distance(r.image().data(), wave()) < 1e-3,
                "" + distance(r.image().data(), wave()));
    }

    @Test
    void zeroDataGiveAZeroImage() {
        PhaseRetrieval f = coded(PLANE.complex(), 3, Quantity.INTENSITY);
        Reconstruction r =
                PhaseRecovery.METHOD.withDefaults().reconstruct(new InverseProblem(f, Image.zeros(f.range())));
        assertArrayEquals(f.domain().zeros(), r.image().data());
    }

    @Test
    void cancelsWithinAnIterationAndRefusesOtherOperators() {
        InverseProblem problem = measured(coded(PLANE.complex(), 3, Quantity.INTENSITY), wave());
        int[] calls = {0};
        Reconstruction r = PhaseRecovery.METHOD.withDefaults().reconstruct(problem, p -> {
            calls[0]++;
            return false;
        });
        assertEquals(Status.CANCELLED, r.status());
        assertEquals(1, calls[0]);
        String message = assertThrows(IllegalArgumentException.class, () -> PhaseRecovery.METHOD
                        .withDefaults()
                        .reconstruct(new InverseProblem(new Identity(PLANE), Image.zeros(PLANE))))
                .getMessage();
        assertTrue(message.contains("phase-retrieval needs intensities"), message);
        PhaseRetrieval far = new PhaseRetrieval(new OversampledFourier(PLANE.complex(), 2), Quantity.MAGNITUDE);
        assertThrows(
                IllegalArgumentException.class,
                () -> new RelaxedReflections(far, far.range().zeros(), 0.9, true));
    }

    @Test
    void farFieldsOfObjectsThatFillTheirSupportAreSolved() {
        Space small = Space.image(16, 16, 1);
        float[] truth = SheppLogan.modified(16).render(small, 2).data();
        for (int i = 0; i < truth.length; i++) {
            truth[i] += 0.3f + 0.2f * (i % 7) / 7;
        }
        PhaseRetrieval f = new PhaseRetrieval(new OversampledFourier(small, 2), Quantity.INTENSITY);
        float[] x = PhaseRecovery.METHOD
                .withDefaults()
                .reconstruct(measured(f, truth))
                .image()
                .data();
        double same = 0;
        double turned = 0;
        double size = 0;
        for (int i = 0; i < x.length; i++) {
            same += Math.pow(x[i] - truth[i], 2);
            turned += Math.pow(x[x.length - 1 - i] - truth[i], 2);
            size += Math.pow(truth[i], 2);
        }
        double distance = Math.sqrt(Math.min(same, turned) / size);
        assertTrue(distance < 0.01, "distance " + distance);
    }

    private static final Space LINE = Space.of(new Axis(Role.X, 4, 1));
    private static final float[] TRUTH = {0.4f, 0.9f, 1.2f, 1};

    private static PhaseRetrieval small() {
        return new PhaseRetrieval(CodedDiffraction.octanary(LINE, 6, random(3)), Quantity.MAGNITUDE);
    }

    @Nested
    class FlowContract extends IterationContract<AmplitudeFlow.State> {
        @Override
        protected Iteration<AmplitudeFlow.State> iteration() {
            return new AmplitudeFlow(small(), small().apply(TRUTH), false);
        }

        @Override
        protected float[] minimiser() {
            return TRUTH;
        }
    }

    @Nested
    class ReflectionsContract extends IterationContract<RelaxedReflections.State> {
        @Override
        protected Iteration<RelaxedReflections.State> iteration() {
            return new RelaxedReflections(small(), small().apply(TRUTH), 0.9, true);
        }

        @Override
        protected float[] minimiser() {
            return TRUTH;
        }
    }

    /** The step minimises a quadratic above the misfit. */
    @Test
    void flowNeverIncreasesTheMisfit() {
        PhaseRetrieval f = coded(PLANE, 3, Quantity.INTENSITY);
        float[] truth = SheppLogan.modified(N).render(PLANE, 2).data();
        AmplitudeFlow flow = new AmplitudeFlow(f, f.magnitudes(f.apply(truth)), false);
        float[] x0 = new float[truth.length];
        Arrays.fill(x0, 0.1f);
        x0[7] = -1;
        AmplitudeFlow.State s = flow.start(x0);
        double last = flow.objective(s);
        for (int k = 0; k < 100; k++) {
            flow.step(s);
            double now = flow.objective(s);
            assertTrue(now <= last * (1 + 1e-6), "step " + k);
            last = now;
        }
    }
}
