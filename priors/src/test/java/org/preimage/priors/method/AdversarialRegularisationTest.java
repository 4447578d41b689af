package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.AdversarialPair;
import org.preimage.priors.model.Architecture;
import org.preimage.priors.model.ConvexCritic;
import org.preimage.priors.model.FilterBank;
import org.preimage.priors.model.GradientStepDenoising;
import org.preimage.priors.model.NetworkCritic;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.InputConvex;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/** Methods whose prior is a trained functional: critics and gradient steps. */
class AdversarialRegularisationTest {
    private static final Space SPACE = Space.image(16, 16, 1);
    private static final Projector PROJECTOR =
            ParallelBeam.halfTurn(SPACE, 23, 1, 8).projector();

    @TempDir
    Path folder;

    private static Network network(int in) {
        return Sequence.of(new Convolution(in, 4, 3), new Silu(), new Convolution(4, 1, 3).gain(0.3));
    }

    private static final NetworkCritic CRITIC = new NetworkCritic(network(1), new FilterBank(3, 3, 0.1), 1, 0.3);
    private static final ConvexCritic CONVEX = new ConvexCritic(
            new InputConvex(4, 3, 2, 3, Activation.SOFTPLUS, 0), 2, new FilterBank(3, 3, 0.1), 0.1, 1, 0.3);

    /** A method, and an architecture that it takes. */
    private enum Kind {
        AR(AdversarialRegularisation.AR, CRITIC),
        ACR(AdversarialRegularisation.ACR, CONVEX),
        UAR(AdversarialRegularisation.UAR, new AdversarialPair(new PostProcessing(network(1)), CRITIC)),
        GS(GradientStepPlugAndPlay.METHOD, new GradientStepDenoising(network(2), 0.2));

        private final Method method;
        private final Architecture architecture;

        Kind(Method method, Architecture architecture) {
            this.method = method;
            this.architecture = architecture;
        }
    }

    private String card(Kind kind) throws Exception {
        Architecture a = kind.architecture;
        Card card = new Card(
                Card.FORMAT,
                "tested",
                "A model.",
                a,
                kind == Kind.GS ? new Card.Fit(Bundle.IDENTITY, null, null) : Bundle.fit(PROJECTOR, PROJECTOR.norm()),
                null,
                new Card.Origin("", "", 1, 0, "nothing", "", "a paper"),
                Map.of(),
                "BSD-2-Clause",
                "");
        Path file = folder.resolve(kind + ".json");
        new Bundle(card, Weights.initial(a.layout(), GradientCheck.random(1))).write(file);
        return file.toString();
    }

    private static InverseProblem problem(double sd) {
        float[] y = SheppLogan.modified(16)
                .sinogram((ParallelBeam) PROJECTOR.beam())
                .data();
        float[] noise = GradientCheck.normal(y.length, 4);
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (sd * noise[i]);
        }
        return new InverseProblem(PROJECTOR, new Image(PROJECTOR.range(), y));
    }

    private Map<String, String> settings(Kind kind, String... more) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("bundle", card(kind), "iterations", "12", "tolerance", "0"));
        if (kind != Kind.GS) {
            all.put("stop", "none");
        } else {
            all.put("weight", "2");
        }
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void eachReconstructsAndSaysHow() throws Exception {
        for (Kind kind : Kind.values()) {
            Reconstruction r = kind.method.with(settings(kind)).reconstruct(problem(0.2));
            assertEquals(Status.ITERATION_LIMIT, r.status(), kind.toString());
            assertEquals(12, r.iterations(), kind.toString());
            assertTrue(r.how().notes().get("agreement with the data").startsWith("|A x - y| is "));
            for (float v : r.image().data()) {
                assertTrue(Float.isFinite(v) && (v >= 0 || kind == Kind.GS));
            }
            List<Double> objectives = r.history().stream()
                    .map(Progress.Row::objective)
                    .filter(v -> !Double.isNaN(v))
                    .toList();
            for (int i = 1; i < objectives.size(); i++) {
                assertTrue(objectives.get(i) <= objectives.get(i - 1), kind + " " + objectives);
            }
            if (kind != Kind.GS) {
                assertTrue(Double.parseDouble(r.how().parameters().get("weight")) > 0);
                assertTrue(r.how().notes().get("weight").startsWith("that of the noise in A* y: "));
            } else {
                assertTrue(Double.parseDouble(r.how().parameters().get("sigma")) > 0);
                assertTrue(
                        r.how().notes().get("denoiser").startsWith("near the result"),
                        r.how().notes().get("denoiser"));
            }
        }
    }

    @Test
    void eachIsCancelledWithinAnIterationAndGoesOnExactly() throws Exception {
        for (Kind kind : Kind.values()) {
            Map<String, String> settings =
                    settings(kind, "state", folder.resolve(kind + ".state").toString());
            Reconstruction whole = kind.method.with(settings(kind)).reconstruct(problem(0.2));
            Reconstruction stopped = kind.method
                    .with(settings)
                    .reconstruct(problem(0.2), p -> !p.stage().equals(kind.method.name()) || p.iteration() < 5);
            assertEquals(Status.CANCELLED, stopped.status(), kind.toString());
            assertEquals(5, stopped.iterations(), kind.toString());
            Reconstruction rest = kind.method.with(settings).reconstruct(problem(0.2));
            assertEquals(7, rest.iterations(), kind.toString());
            assertArrayEquals(whole.image().data(), rest.image().data(), kind.toString());
            assertThrows(
                    UncheckedIOException.class,
                    () -> kind.method.with(settings).reconstruct(problem(0.3)),
                    "the state of other data");
        }
    }

    @Test
    void theGradientStepFindsItsWeight() throws Exception {
        Map<String, String> settings = settings(Kind.GS);
        settings.remove("weight");
        Reconstruction r = Kind.GS.method.with(settings).reconstruct(problem(0.2));
        assertTrue(Double.parseDouble(r.how().parameters().get("weight")) > 0);
        assertTrue(
                r.how().notes().get("weight").startsWith("chosen "),
                r.how().notes().get("weight"));
        Reconstruction stopped = Kind.GS.method.with(settings).reconstruct(problem(0.2), p -> !p.stage()
                .equals("choosing the weight"));
        assertEquals(Status.CANCELLED, stopped.status());
    }

    @Test
    void theNetworkAloneIsNotRefined() throws Exception {
        Reconstruction r =
                Kind.UAR.method.with(settings(Kind.UAR, "iterations", "0")).reconstruct(problem(0.2));
        assertEquals(0, r.iterations());
        assertEquals(Status.CONVERGED, r.status());
    }

    @Test
    void itEndsAtTheDiscrepancyWhereAsked() throws Exception {
        Map<String, String> settings = settings(Kind.AR, "stop", "discrepancy", "iterations", "2000", "weight", "1e-3");
        Reconstruction r = Kind.AR.method.with(settings).reconstruct(problem(0.5));
        assertEquals(Status.CONVERGED, r.status());
        assertTrue(r.iterations() < 2000, "" + r.iterations());
    }

    @Test
    void otherOperatorsAreTakenByCriticsAndSaid() throws Exception {
        LinearOperator identity = new Identity(SPACE);
        InverseProblem noisy = new InverseProblem(identity, new Image(SPACE, GradientCheck.normal(SPACE.length(), 3)));
        Reconstruction r = Kind.AR.method.with(settings(Kind.AR)).reconstruct(noisy);
        assertEquals(
                "the model was trained for another operator", r.how().notes().get("fit"));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Kind.UAR.method.with(settings(Kind.UAR)).reconstruct(noisy))
                .getMessage();
        assertTrue(message.startsWith("the model tested was trained for "), message);
    }

    @Test
    void whatDoesNotFitIsRefused() throws Exception {
        String wrong = card(Kind.GS);
        String message = assertThrows(IllegalArgumentException.class, () -> Kind.AR
                        .method
                        .with(settings(Kind.AR, "bundle", wrong))
                        .reconstruct(problem(0.2)))
                .getMessage();
        assertTrue(message.contains("is no adversarial-regulariser, but a GradientStepDenoising"), message);
        Space complex = SPACE.complex();
        InverseProblem mri = new InverseProblem(new Identity(complex), new Image(complex, complex.zeros()));
        String kinds = assertThrows(
                        IllegalArgumentException.class,
                        () -> Kind.ACR.method.with(settings(Kind.ACR)).reconstruct(mri))
                .getMessage();
        assertTrue(kinds.startsWith("the critic rates plane real images"), kinds);
    }

    @Test
    void dataWithoutASignalGiveAnEmptyImage() throws Exception {
        InverseProblem empty = new InverseProblem(
                PROJECTOR, new Image(PROJECTOR.range(), PROJECTOR.range().zeros()));
        for (Kind kind : Kind.values()) {
            assertArrayEquals(
                    SPACE.zeros(),
                    kind.method.with(settings(kind)).reconstruct(empty).image().data(),
                    kind.toString());
        }
    }
}
