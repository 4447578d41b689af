package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.priors.model.DenoisingModel;
import org.preimage.priors.model.GradientStepDenoising;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.network.Silu;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Precision;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Torch;
import org.preimage.priors.weights.Weights;

class GradientStepTrainingTest {
    private static final GradientStepDenoising MODEL = new GradientStepDenoising(
            Sequence.of(
                    new Convolution(2, 12, 3),
                    new Silu(),
                    new Convolution(12, 12, 3),
                    new Silu(),
                    new Convolution(12, 2, 3).gain(0.1)),
            0.2);

    private static GradientStepTraining objective(double factor) {
        Slices phantom = new Slices(
                32,
                32,
                List.of(SheppLogan.modified(32)
                        .render(Space.image(32, 32, 1), 2)
                        .data()),
                List.of("phantom"));
        DenoiserTraining images = new DenoiserTraining(
                MODEL, List.of(phantom), List.of(phantom), Map.of(), 24, Loss.logarithmic(1e-7), 3);
        return new GradientStepTraining(images, MODEL, 0.1, factor, 3);
    }

    private static Training training(double factor, int steps) {
        return new Training(
                objective(factor),
                Muon.standard(),
                Schedule.cosine(0.03, 0.05, 0),
                steps,
                4,
                1,
                0.9,
                steps,
                0,
                7,
                ComputeDevice.CPU,
                Precision.FLOAT,
                1);
    }

    private static Training.State run(Training training, int steps) {
        Training.State s = training.start(training.initial());
        for (int i = 0; i < steps; i++) {
            training.step(s);
        }
        return s;
    }

    private static double steepest(Training.State s, Training training) {
        return training.objective()
                .figures(new Weights(MODEL.layout(), training.solution(s)), ComputeDevice.CPU)
                .get("Lipschitz constant of the step, largest found");
    }

    @Test
    void learnsToDenoiseAndTheControlHoldsTheSlope() {
        Training free = training(0, 150);
        Training held = training(5, 150);
        double before = free.objective().validate(new Weights(MODEL.layout(), free.initial()), ComputeDevice.CPU);
        Training.State a = run(free, 150);
        Training.State b = run(held, 150);
        assertTrue(a.bestQuality() > before + 3, "from " + before + " to " + a.bestQuality());
        assertTrue(b.bestQuality() > before + 2, "from " + before + " to " + b.bestQuality());
        double without = steepest(a, free);
        double with = steepest(b, held);
        assertTrue(with < 1.3 && with < 0.75 * without, "with control " + with + ", without " + without);
    }

    /** Against the Hessian by differences of the denoiser, D = I - grad g. */
    @Test
    void theSteepnessIsTheHessiansNorm() {
        Weights weights = Weights.initial(MODEL.layout(), GradientCheck.random(2));
        int n = 36;
        float[] x = GradientCheck.normal(n, 3);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, weights);
            Tensor at = Tensor.of(x, 1, 1, 6, 6);
            Tensor levels = DenoisingModel.levels(at.shape(), new float[] {0.1f});
            Tensor start = Tensor.of(GradientCheck.normal(n, 4), 1, 1, 6, 6);
            double found = tape.segment((w, none) -> MODEL.steepness(at, levels, start, 200, w))
                    .value()
                    .toDouble();
            double[][] hessian = new double[n][];
            for (int i = 0; i < n; i++) {
                float[] ahead = denoised(tape, x, i, 1e-2f);
                float[] behind = denoised(tape, x, i, -1e-2f);
                hessian[i] = new double[n];
                for (int j = 0; j < n; j++) {
                    hessian[i][j] = (i == j ? 1 : 0) - (ahead[j] - behind[j]) / 2e-2;
                }
            }
            double norm = new EigenDecomposition(new Array2DRowRealMatrix(symmetric(hessian))).getRealEigenvalue(0);
            assertEquals(norm, found, 0.02 * norm);
        }
    }

    private static double[][] symmetric(double[][] a) {
        double[][] out = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                out[i][j] = (a[i][j] + a[j][i]) / 2;
            }
        }
        return out;
    }

    private static float[] denoised(Tape tape, float[] x, int moved, float by) {
        float[] there = x.clone();
        there[moved] += by;
        return MODEL.denoise(tape.evaluating(), tape.constant(Tensor.of(there, 1, 1, 6, 6)), new float[] {0.1f})
                .value()
                .toFloats();
    }

    @Test
    void nativeMemoryStaysFlat() {
        Training training = training(1, 10);
        Training.State s = run(training, 2);
        int live = Torch.liveArrays();
        training.step(s);
        assertEquals(live, Torch.liveArrays());
    }

    @Test
    void anotherModelIsRefused() {
        GradientStepDenoising other = new GradientStepDenoising(MODEL.network(), 0.3);
        assertThrows(
                IllegalArgumentException.class,
                () -> new GradientStepTraining(objective(1).denoising(), other, 0.1, 1, 3));
    }
}
