package org.preimage.priors.model;

import java.util.List;
import java.util.function.UnaryOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.reconstruction.solver.Cg;

/**
 * The solution x of (A* A + lambda) x = b + lambda z by conjugate gradients, which begin at z, for operators of norm 1.
 *
 * <p>With u = (A* A + lambda)<sup>-1</sup> c, solved alike, the derivative of &lt;c, x&gt; by b is u, by z lambda u, and by
 * lambda &lt;u, z - x&gt; (implicit function theorem).
 *
 * @param iterations at most
 * @param tolerance of the residual relative to the right side, at which to stop
 */
record Damped(int iterations, double tolerance) {
    Damped {
        if (iterations < 1 || !(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "conjugate gradients have " + iterations + " iterations and a tolerance of " + tolerance
                            + ", but need at least one and no negative tolerance");
        }
    }

    /**
     * Adds the solve to a tape.
     *
     * @param b [N, c, H, W]
     * @param z of the same shape
     * @param lambda one positive number
     */
    Var solve(Tape tape, Physics physics, Var b, Var z, Var lambda) {
        return physics.gramThere()
                .map(gram -> onDevice(tape, gram, b, z, lambda))
                .orElseGet(() -> inJava(tape, physics, b, z, lambda));
    }

    private Var onDevice(Tape tape, UnaryOperator<Tensor> gram, Var b, Var z, Var lambda) {
        return tape.custom(
                in -> {
                    DeviceCg cg = new DeviceCg(x -> gram.apply(x).plus(x.times(in[2])), iterations, tolerance);
                    Tensor x = cg.solve(in[0].plus(in[1].times(in[2])), in[1]);
                    return new Tape.Derived(x, c -> {
                        Tensor u = cg.solve(c, c.times(0));
                        Tensor byWeight = u.times(in[1].minus(x)).sum().reshape(1);
                        return new Tensor[] {u, u.times(in[2]), byWeight};
                    });
                },
                b,
                z,
                lambda);
    }

    private Var inJava(Tape tape, Physics physics, Var b, Var z, Var lambda) {
        Space space = physics.image();
        return tape.custom(
                in -> {
                    float weight = in[2].toFloats()[0];
                    List<float[]> rights = Samples.arrays(in[0], space);
                    List<float[]> starts = Samples.arrays(in[1], space);
                    float[][] x = new float[rights.size()][];
                    for (int n = 0; n < x.length; n++) {
                        float[] right = rights.get(n);
                        Vectors.add(weight, starts.get(n), right);
                        x[n] = solve(physics.gram(n), weight, right, starts.get(n));
                    }
                    return new Tape.Derived(Samples.tensor(x, space), c -> pullBack(physics, weight, starts, x, c));
                },
                b,
                z,
                lambda);
    }

    private Tensor[] pullBack(Physics physics, float weight, List<float[]> z, float[][] x, Tensor cotangent) {
        Space space = physics.image();
        List<float[]> c = Samples.arrays(cotangent, space);
        float[][] u = new float[x.length][];
        double byWeight = 0;
        for (int n = 0; n < u.length; n++) {
            u[n] = solve(physics.gram(n), weight, c.get(n), space.zeros());
            byWeight += Vectors.dot(u[n], z.get(n)) - Vectors.dot(u[n], x[n]);
        }
        Tensor byB = Samples.tensor(u, space);
        return new Tensor[] {byB, byB.times(weight), Tensor.of(new float[] {(float) byWeight}, 1)};
    }

    private float[] solve(LinearOperator gram, float weight, float[] right, float[] start) {
        Space space = gram.domain();
        LinearOperator damped = LinearOperator.of(
                space,
                space,
                (x, out) -> {
                    gram.apply(x, out);
                    Vectors.add(weight, x, out);
                },
                (x, out) -> {
                    gram.adjoint(x, out);
                    Vectors.add(weight, x, out);
                });
        Cg cg = new Cg(damped, right);
        Cg.State state = cg.start(start);
        for (int i = 0; i < iterations && cg.residual(state) > tolerance; i++) {
            cg.step(state);
        }
        return cg.solution(state).clone();
    }
}
