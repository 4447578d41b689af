package org.preimage.priors.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;

/** Models in stages, with the physics in Java, against the same in one graph, with the physics as a matrix in torch. */
class StagedGradientTest {
    private static final int SIDE = 4;
    private static final int N = SIDE * SIDE;
    private static final int M = 12;
    private static final RandomGenerator RANDOM = GradientCheck.random(3);

    /** A = U S V* with S from 0.2 to 1, and V complete. */
    private static final double[] VALUES = new double[N];

    private static final double[][] V = orthonormal(N, N);
    private static final float[] A = matrix();

    /** A model in one graph. */
    private interface Whole {
        Tensor apply(Bound w, Tensor y, Dense physics);
    }

    private static double[][] orthonormal(int rows, int length) {
        double[][] q = new double[rows][length];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < length; k++) {
                q[i][k] = RANDOM.nextGaussian();
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double dot = 0;
                    for (int k = 0; k < length; k++) {
                        dot += q[i][k] * q[j][k];
                    }
                    for (int k = 0; k < length; k++) {
                        q[i][k] -= dot * q[j][k];
                    }
                }
            }
            double norm = 0;
            for (double v : q[i]) {
                norm += v * v;
            }
            for (int k = 0; k < length; k++) {
                q[i][k] /= Math.sqrt(norm);
            }
        }
        return q;
    }

    private static float[] matrix() {
        double[][] u = orthonormal(M, M);
        double[] a = new double[M * N];
        for (int s = 0; s < M; s++) {
            VALUES[s] = 1 - 0.8 * s / (M - 1);
            for (int i = 0; i < M; i++) {
                for (int j = 0; j < N; j++) {
                    a[i * N + j] += VALUES[s] * u[s][i] * V[s][j];
                }
            }
        }
        float[] out = new float[M * N];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) a[i];
        }
        return out;
    }

    private static Physics physics() {
        return Physics.of(List.of(LinearOperator.of(
                Space.image(SIDE, SIDE, 1),
                Space.image(M, 1, 1),
                (x, out) -> {
                    for (int i = 0; i < M; i++) {
                        double sum = 0;
                        for (int j = 0; j < N; j++) {
                            sum += (double) A[i * N + j] * x[j];
                        }
                        out[i] = (float) sum;
                    }
                },
                (y, out) -> {
                    for (int j = 0; j < N; j++) {
                        double sum = 0;
                        for (int i = 0; i < M; i++) {
                            sum += (double) A[i * N + j] * y[i];
                        }
                        out[j] = (float) sum;
                    }
                })));
    }

    /** The matrices in torch. */
    private record Dense(Tensor a, Tensor transposed, Tensor v, Tensor vTransposed, Tensor squares) {
        static Dense make() {
            float[] v = new float[N * N];
            float[] squares = new float[N];
            for (int i = 0; i < N; i++) {
                squares[i] = (float) (VALUES[i] * VALUES[i]);
                for (int j = 0; j < N; j++) {
                    v[i * N + j] = (float) V[i][j];
                }
            }
            Tensor a = Tensor.of(A, M, N);
            Tensor rows = Tensor.of(v, N, N);
            return new Dense(a, a.permute(1, 0), rows, rows.permute(1, 0), Tensor.of(squares, N, 1));
        }

        Tensor back(Tensor y) {
            return transposed.matrixTimes(y.reshape(M, 1)).reshape(1, 1, SIDE, SIDE);
        }

        Tensor gradient(Tensor x, Tensor y) {
            return back(a.matrixTimes(x.reshape(N, 1)).minus(y.reshape(M, 1)));
        }

        /** (A* A + lambda)^-1 b. */
        Tensor solve(Tensor b, Tensor lambda) {
            Tensor coefficients = v.matrixTimes(b.reshape(N, 1)).over(squares.plus(lambda));
            return vTransposed.matrixTimes(coefficients).reshape(1, 1, SIDE, SIDE);
        }
    }

    private static void compare(Model model, Whole whole, double tolerance) {
        Weights weights = Weights.initial(model.layout(), RANDOM);
        float[] data = new float[M];
        float[] cotangent = new float[N];
        for (int i = 0; i < N; i++) {
            cotangent[i] = (float) RANDOM.nextGaussian();
            data[i % M] = (float) RANDOM.nextGaussian();
        }
        float[][] results = new float[2][];
        float[][] gradients = new float[2][weights.layout().length()];
        for (int staged = 0; staged < 2; staged++) {
            try (Scope scope = Scope.open(ComputeDevice.CPU)) {
                Tape tape = Tape.recording(scope, weights);
                Dense dense = Dense.make();
                Var y = tape.constant(Tensor.of(data, 1, 1, 1, M));
                Var x = staged == 1
                        ? model.reconstruct(tape, physics(), y)
                        : tape.segment((w, in) -> whole.apply(w, in[0], dense), y);
                results[staged] = x.value().toFloats();
                tape.backward(x, Tensor.of(cotangent, 1, 1, SIDE, SIDE), gradients[staged]);
            }
        }
        near(results[0], results[1], tolerance, "image");
        near(gradients[0], gradients[1], tolerance, "gradient");
    }

    private static void near(float[] expected, float[] found, double tolerance, String what) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(expected[i] - found[i], 2);
            size += Math.pow(expected[i], 2);
        }
        assertTrue(size > 0, what + " is zero");
        assertEquals(0, Math.sqrt(difference / size), tolerance, what);
    }

    @Test
    void variationalNetwork() {
        Network network = ModelGradientTest.network(1, 1);
        compare(
                new VariationalNetwork(3, network, 0.7, false),
                (w, y, a) -> {
                    Tensor x = a.back(y);
                    for (int k = 0; k < 3; k++) {
                        Bound own = w.within("step." + k);
                        x = x.minus(a.gradient(x, y).times(own.get("eta"))).minus(network.forward(x, own));
                    }
                    return x;
                },
                1e-6);
    }

    @Test
    void learnedGradientDescent() {
        Network network = ModelGradientTest.network(2, 1);
        compare(
                new LearnedGradientDescent(3, 1, network, false),
                (w, y, a) -> {
                    Tensor x = a.back(y);
                    for (int k = 0; k < 3; k++) {
                        Tensor descent = a.gradient(x, y).times(-1);
                        x = x.plus(network.forward(Tensor.channels(x, descent), w.within("step." + k)));
                    }
                    return x;
                },
                1e-6);
    }

    @Test
    void modl() {
        Network network = ModelGradientTest.network(1, 1);
        compare(
                new Modl(3, network, 0.3, 100, 1e-8),
                (w, y, a) -> {
                    Tensor lambda = w.get("log-lambda").exp();
                    Tensor back = a.back(y);
                    Tensor x = back;
                    for (int k = 0; k < 3; k++) {
                        Tensor z = x.plus(network.forward(x, w.within("denoiser")));
                        x = a.solve(back.plus(z.times(lambda)), lambda);
                    }
                    return x;
                },
                1e-6);
    }

    /** Two hundred plain steps in one graph, far beyond convergence. */
    @Test
    void deepEquilibrium() {
        Network network = ModelGradientTest.network(1, 1);
        compare(
                new DeepEquilibrium(network, 0.9, 0.9, false, new Anderson(8, 100, 3e-8)),
                (w, y, a) -> {
                    Tensor x = a.back(y);
                    for (int k = 0; k < 200; k++) {
                        x = x.minus(a.gradient(x, y)
                                .plus(x.times(w.get("log-mu").exp()))
                                .minus(network.forward(x, w.within("network")))
                                .times(w.get("log-eta").exp()));
                    }
                    return x;
                },
                1e-6);
    }
}
