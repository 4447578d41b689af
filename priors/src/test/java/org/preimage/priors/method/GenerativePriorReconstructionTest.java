package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.sensing.RandomMatrix;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.model.Generator;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

class GenerativePriorReconstructionTest {
    private static final Space SPACE = Space.image(28, 28, 1);

    /** A digit that the shipped autoencoder has made. */
    private static float[] digit() {
        Bundle bundle = Bundle.shipped("vae-digits");
        Generator generator = (Generator) bundle.card().model();
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return generator
                    .make(
                            scope.tensor(GradientCheck.normal(generator.latent(), 4), 1, generator.latent(), 1, 1),
                            Tape.evaluating(scope, bundle.weights()).weights())
                    .images()
                    .toFloats();
        }
    }

    private static InverseProblem problem(int rows) {
        LinearOperator a = new RandomMatrix(SPACE, rows, RandomMatrix.Entries.GAUSSIAN, GradientCheck.random(2));
        return new InverseProblem(a, new Image(a.range(), a.apply(digit())));
    }

    private static Reconstruction reconstruct(InverseProblem problem, Map<String, String> more, Listener... listeners) {
        Map<String, String> settings = new HashMap<>(Map.of("noise", "0.01", "restarts", "4", "iterations", "80"));
        settings.putAll(more);
        return GenerativePriorReconstruction.METHOD.with(settings).reconstruct(problem, listeners);
    }

    @Test
    void aMadeDigitIsFoundFromFewMeasurementsAndSaysHow() {
        Reconstruction r = reconstruct(problem(100), Map.of("range", "hard", "iterations", "150", "restarts", "8"));
        double error = Vectors.relativeDistance(r.image().data(), digit());
        assertTrue(error < 0.25, "" + error);
        assertEquals("vae-digits", r.how().parameters().get("bundle"));
        assertTrue(Double.parseDouble(r.how().parameters().get("deviation")) > 0.05);
        assertTrue(r.how().notes().get("deviation").contains("learned"));
        assertTrue(r.how().notes().get("agreement with the data").startsWith("|A x - y| is "));
    }

    @Test
    void goesOnFromItsFileAndCancelsWithinAnIteration(@TempDir Path folder) {
        Map<String, String> few = Map.of("iterations", "16");
        Reconstruction whole = reconstruct(problem(30), few);
        Map<String, String> saved = Map.of(
                "iterations", "16", "state", folder.resolve("latent.state").toString());
        Reconstruction stopped = reconstruct(problem(30), saved, p -> p.iteration() < 9);
        assertEquals(Status.CANCELLED, stopped.status());
        assertEquals(9, stopped.iterations());
        assertArrayEquals(
                whole.image().data(), reconstruct(problem(30), saved).image().data());
    }

    @Test
    void refusesBundlesThatDoNotFit() {
        Space other = Space.image(32, 28, 1);
        InverseProblem large = new InverseProblem(new Identity(other), new Image(other, other.zeros()));
        String size = assertThrows(
                        IllegalArgumentException.class, () -> reconstruct(large, Map.of("bundle", "vae-digits")))
                .getMessage();
        assertTrue(size.startsWith("the model vae-digits was trained for real images of 28 x 28 pixels, but"), size);
        String none = assertThrows(IllegalArgumentException.class, () -> reconstruct(large, Map.of()))
                .getMessage();
        assertTrue(none.contains("were trained for others"), none);
        String kind = assertThrows(
                        IllegalArgumentException.class, () -> reconstruct(problem(5), Map.of("bundle", "dncnn")))
                .getMessage();
        assertTrue(kind.contains("dncnn is no generative-prior"), kind);
    }

    @Test
    void dataWithoutASignalGiveAnEmptyImage() {
        InverseProblem five = problem(5);
        Reconstruction r = GenerativePriorReconstruction.METHOD
                .with(Map.of())
                .reconstruct(new InverseProblem(
                        five.forward(),
                        new Image(five.forward().range(), five.forward().range().zeros())));
        assertArrayEquals(SPACE.zeros(), r.image().data());
    }
}
