package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.DiffusionModel;
import org.preimage.priors.model.VarianceExploding;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Normalization;
import org.preimage.priors.network.Style;
import org.preimage.priors.network.UNet;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.reconstruction.posterior.PosteriorSampler;
import org.preimage.reconstruction.solver.Status;

class DiffusionReconstructionTest {
    private static final int SIDE = 16;
    private static final Space SPACE = Space.image(SIDE, SIDE, 1);

    private static final DiffusionModel MODEL = new DiffusionModel(
            UNet.of(4, 6)
                    .with(Style.PLAIN.with(Activation.SILU).with(Normalization.GROUP))
                    .direct()
                    .conditioned(8),
            new VarianceExploding(0.02, 20),
            1,
            0.2,
            0.4);

    @TempDir
    Path folder;

    private static InverseProblem scan() {
        ParallelBeam beam = ParallelBeam.halfTurn(SPACE, 23, 1, 10);
        float[] y = SheppLogan.modified(SIDE).sinogram(beam).data();
        float[] noise = GradientCheck.normal(y.length, 4);
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (0.1 * noise[i]);
        }
        LinearOperator a = beam.projector();
        return new InverseProblem(a, new Image(a.range(), y));
    }

    private String card() throws Exception {
        Card card = new Card(
                Card.FORMAT,
                "tested",
                "A model.",
                MODEL,
                Bundle.images(SIDE, SIDE),
                null,
                new Card.Origin("", "", 1, 0, "nothing", "", "a paper"),
                Map.of(),
                "BSD-2-Clause",
                "");
        Path file = folder.resolve("tested.json");
        new Bundle(card, Weights.initial(MODEL.layout(), GradientCheck.random(1))).write(file);
        return file.toString();
    }

    private BayesianReconstructor method(Method method, String... more) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("bundle", card(), "calls", "6", "samples", "3", "noise", "0.1"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return (BayesianReconstructor) method.with(all);
    }

    @Test
    void eachDrawsAndSaysHowItsSamplesFit() throws Exception {
        for (Method method : DiffusionReconstruction.METHODS) {
            PosteriorEstimate estimate = method(method).estimate(scan());
            assertEquals(Status.CONVERGED, estimate.reconstruction().status(), method.name());
            assertEquals(3, estimate.samples());
            Map<String, String> notes = estimate.how().notes();
            assertEquals(
                    3, notes.get("misfit of each sample over that of the noise").split(" ").length, notes.toString());
            estimate.standardDeviation().requireFinite("deviation");
            assertArrayEquals(
                    estimate.mean().data(),
                    method(method).estimate(scan()).mean().data(),
                    method.name());
        }
    }

    /** Whatever the network says, proximal steps leave no sample far from the data. */
    @Test
    void samplesOfProximalStepsHeedTheData() throws Exception {
        for (Method method : DiffusionReconstruction.METHODS.subList(0, 2)) {
            for (String walk : List.of("ancestral", "flow", "heun", "corrected")) {
                List<Double> misfits = new ArrayList<>();
                InverseProblem scan = scan();
                LinearOperator a = (LinearOperator) scan.forward();
                Status status = ((PosteriorSampler)
                                method(method, "walk", walk, "variance", "isotropic", "trust", "0.01"))
                        .sample(scan, 2, GradientCheck.random(1), x -> {
                            float[] r = a.apply(x);
                            double sum = 0;
                            for (int i = 0; i < r.length; i++) {
                                sum += Math.pow(r[i] - scan.data().data()[i], 2);
                            }
                            misfits.add(Math.sqrt(sum / r.length) / 0.1);
                        });
                assertEquals(Status.CONVERGED, status);
                for (double m : misfits) {
                    assertTrue(m < 4, method.name() + " " + walk + " " + misfits);
                }
            }
        }
    }

    @Test
    void theVarianceMayBeTold() throws Exception {
        Method ccdf = DiffusionReconstruction.METHODS.get(0);
        PosteriorEstimate plain = method(ccdf, "variance", "isotropic").estimate(scan());
        PosteriorEstimate matched = method(ccdf, "variance", "matched").estimate(scan());
        assertEquals(Status.CONVERGED, matched.reconstruction().status());
        matched.standardDeviation().requireFinite("deviation");
        assertTrue(Vectors.relativeDistance(plain.mean().data(), matched.mean().data()) > 1e-4);
    }

    @Test
    void startsFromAnyMethod() throws Exception {
        Method ccdf = DiffusionReconstruction.METHODS.get(0);
        PosteriorEstimate estimate = method(ccdf, "start", "sirt").estimate(scan());
        assertTrue(estimate.how().notes().get("level").contains("times the start's error"));
        assertThrows(IllegalArgumentException.class, () -> method(ccdf, "start", "nothing")
                .estimate(scan()));
    }

    @Test
    void endsWhenCancelled() throws Exception {
        for (Method method : DiffusionReconstruction.METHODS) {
            PosteriorEstimate estimate = method(method).estimate(scan(), p -> false);
            assertEquals(Status.CANCELLED, estimate.reconstruction().status(), method.name());
            assertEquals(0, estimate.samples());
            assertTrue(Float.isInfinite(estimate.standardDeviation().data()[0]));
        }
    }

    @Test
    void refusesImagesOfAnotherSize() throws Exception {
        LinearOperator other =
                ParallelBeam.halfTurn(Space.image(12, 12, 1), 17, 1, 10).projector();
        InverseProblem problem = new InverseProblem(other, Image.zeros(other.range()));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> method(DiffusionReconstruction.METHODS.get(0)).estimate(problem))
                .getMessage();
        assertTrue(message.startsWith("the model tested was trained for real images of 16 x 16 pixels"), message);
    }
}
