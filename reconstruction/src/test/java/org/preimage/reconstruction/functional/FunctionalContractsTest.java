package org.preimage.reconstruction.functional;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Restriction;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;
import org.preimage.reconstruction.functional.SchattenNorm.Order;

/** All functionals keep the contracts: a new one is a line here. */
class FunctionalContractsTest {
    private static final Space SPACE = Space.image(5, 4, 1);
    private static final double[] BAND_SCALES = {1.5, 0.5, 1, 0.25};
    private static final Space COMPLEX = SPACE.complex();
    private static final Space FIELD = SPACE.with(new Axis(Role.COMPONENT, 2));
    private static final Space CHANNELS =
            Space.image(3, 2, 1).with(new Axis(Role.CHANNEL, 2)).with(new Axis(Role.COMPONENT, 2));
    private static final Space THREE = SPACE.with(new Axis(Role.COMPONENT, 3));
    private static final Space SIX = Space.image(3, 2, 1).with(new Axis(Role.COMPONENT, 6));

    private static final Space LINE = SPACE.with(new Axis(Role.COMPONENT, 1));

    @TestFactory
    Stream<DynamicNode> proximable() {
        return Stream.of(
                ProximableContract.of("zero", new Zero(SPACE)),
                ProximableContract.of("squared L2", new SquaredDistance(SPACE, wave(SPACE), 1.7)),
                ProximableContract.of("squared L2, complex", new SquaredDistance(COMPLEX, wave(COMPLEX))),
                ProximableContract.of("ridge", SquaredDistance.ridge(SPACE, 0.4)),
                ProximableContract.of("weighted L2", new WeightedSquaredDistance(SPACE, wave(SPACE), counts(0))),
                ProximableContract.of(
                        "weighted L2, complex", new WeightedSquaredDistance(COMPLEX, wave(COMPLEX), counts(0.1))),
                ProximableContract.of("L1", new L1(SPACE, 0.6)),
                ProximableContract.of("L1, complex", new L1(COMPLEX, 0.6)),
                ProximableContract.of("L1 and x >= 0", new NonNegativeL1(SPACE, 0.6)),
                ProximableContract.of("group L1", new GroupL1(FIELD, 0.6)),
                ProximableContract.of("group L1, complex", new GroupL1(FIELD.complex(), 0.6)),
                ProximableContract.of("group L1, three components", new GroupL1(THREE, 0.6)),
                ProximableContract.of("group L1, joint channels", GroupL1.joint(CHANNELS, 0.6)),
                ProximableContract.of("L1 of details", new DetailL1(SPACE, new int[] {3, 2}, 0.6)),
                ProximableContract.of(
                        "L1 of details in bands", new DetailL1(SPACE, new int[] {3, 1}, 0.6, BAND_SCALES)),
                ProximableContract.of("L1 of details, complex", new DetailL1(COMPLEX, new int[] {2, 1}, 0.6)),
                ProximableContract.of("L0", new L0(SPACE, 0.6)),
                ProximableContract.of("L0, complex", new L0(COMPLEX, 0.6)),
                ProximableContract.of("Huber", new Huber(SPACE, 1.3, 0.7)),
                ProximableContract.of("Huber, parabola", new Huber(SPACE, 1.3, Double.POSITIVE_INFINITY)),
                ProximableContract.of("elastic net", QuadraticPerturbation.elasticNet(COMPLEX, 0.6, 0.3)),
                ProximableContract.of("fused lasso", new FusedLasso(SPACE, 0, 0.3, 0.8)),
                ProximableContract.of("fused lasso, second axis", new FusedLasso(SPACE, 1, 0, 0.8)),
                ProximableContract.of("nuclear norm", new NuclearNorm(THREE, 0.9)),
                ProximableContract.of("Schatten 1", new SchattenNorm(THREE, 0.9, Order.NUCLEAR)),
                ProximableContract.of("Schatten 2", new SchattenNorm(THREE, 0.9, Order.FROBENIUS)),
                ProximableContract.of("Schatten infinity", new SchattenNorm(THREE, 0.9, Order.SPECTRAL)),
                ProximableContract.of("Schatten 1 in 3D", new SchattenNorm(SIX, 0.9, Order.NUCLEAR)),
                ProximableContract.of("Schatten 2 in 3D", new SchattenNorm(SIX, 0.9, Order.FROBENIUS)),
                ProximableContract.of("Schatten infinity in 3D", new SchattenNorm(SIX, 0.9, Order.SPECTRAL)),
                ProximableContract.of("Schatten 1, complex", new SchattenNorm(THREE.complex(), 0.9, Order.NUCLEAR)),
                ProximableContract.of(
                        "Schatten infinity, complex", new SchattenNorm(THREE.complex(), 0.9, Order.SPECTRAL)),
                ProximableContract.of("Schatten 1 in 3D, complex", new SchattenNorm(SIX.complex(), 0.9, Order.NUCLEAR)),
                ProximableContract.of(
                        "Schatten infinity in 1D, complex", new SchattenNorm(LINE.complex(), 0.9, Order.SPECTRAL)),
                ProximableContract.of("Kullback-Leibler", new KullbackLeibler(SPACE, counts(0))),
                ProximableContract.of(
                        "Kullback-Leibler, background", new KullbackLeibler(SPACE, counts(0), counts(0.3))),
                ProximableContract.of("emission", new EmissionLikelihood(SPACE, counts(0), counts(0.3))),
                ProximableContract.of("transmission", transmission()),
                ProximableContract.of("box", new Box(SPACE, -0.5, 1)),
                ProximableContract.of("x >= 0", Box.nonNegative(SPACE)),
                ProximableContract.of("simplex", new Simplex(SPACE, 3)),
                ProximableContract.of("L1 ball", new L1Ball(SPACE, 3)),
                ProximableContract.of("L1 ball, complex", new L1Ball(COMPLEX, 3)),
                ProximableContract.of("L2 ball", new Ball(SPACE, wave(SPACE), 2)),
                ProximableContract.of("Linf ball", new LinfBall(SPACE, 0.8)),
                ProximableContract.of("Linf ball, complex", new LinfBall(COMPLEX, 0.8)));
    }

    @TestFactory
    Stream<DynamicNode> calculus() {
        Proximable l1 = new L1(SPACE, 0.6);
        Proximable kl = new KullbackLeibler(SPACE, counts(0.1));
        return Stream.of(
                ProximableContract.of("conjugate", l1.conjugate()),
                ProximableContract.of("multiple", kl.times(1.7)),
                ProximableContract.of("multiple of L0", new L0(SPACE, 0.6).times(0.5)),
                ProximableContract.of("dilation", l1.dilated(-1.6)),
                ProximableContract.of("translation", l1.translated(wave(SPACE))),
                ProximableContract.of(
                        "translation of a constraint", Box.nonNegative(SPACE).translated(wave(SPACE))),
                ProximableContract.of("tilt", kl.tilted(wave(SPACE))),
                ProximableContract.of(
                        "all of them",
                        kl.tilted(wave(SPACE)).translated(wave(SPACE)).dilated(0.7)),
                ProximableContract.of(
                        "separable sum",
                        new SeparableSum(FIELD, List.of(new Huber(SPACE, 1, 0.5), new Simplex(SPACE, 2)))),
                ProximableContract.of("separable sum with L0", new SeparableSum(FIELD, List.of(new L0(SPACE, 1), l1))),
                ProximableContract.of("tight frame", new L1(Space.vector(10), 0.6).after(folding())),
                ProximableContract.of(
                        "tight frame of a block", Box.nonNegative(SPACE).after(new Restriction(FIELD, 20, SPACE))),
                ProximableContract.of("orthogonal composition", wavelets()),
                ProximableContract.of("cycle spinning", new CycleSpinning(wavelets(), 4, 7).at(3)),
                ProximableContract.of("envelope", new GroupL1(FIELD, 0.6).envelope(0.4)),
                ProximableContract.of("envelope of a constraint", new Simplex(SPACE, 2).envelope(0.4)),
                ProximableContract.of("quadratic perturbation", new L1Ball(SPACE, 3).plusQuadratic(0.8)),
                ProximableContract.of("infimal convolution", new InfimalConvolution(l1, kl)),
                ProximableContract.of("infimal convolution with a ball", new InfimalConvolution(l1, ball())));
    }

    @TestFactory
    Stream<DynamicNode> differentiable() {
        return Stream.of(
                DifferentiableContract.of("squared L2", new SquaredDistance(SPACE, wave(SPACE), 1.7)),
                DifferentiableContract.of("weighted L2", new WeightedSquaredDistance(SPACE, wave(SPACE), counts(0))),
                DifferentiableContract.of("Huber", new Huber(SPACE, 1.3, 0.7)),
                DifferentiableContract.of(
                        "smooth sum",
                        new SmoothSum(
                                List.of(new Huber(SPACE, 1.3, 0.7), new SquaredDistance(SPACE, wave(SPACE), 1.7)))),
                DifferentiableContract.of("smooth total variation", new SmoothTotalVariation(SPACE, 1.3, 0.7)),
                DifferentiableContract.of("transmission", transmission()),
                DifferentiableContract.of("emission", new EmissionLikelihood(SPACE, counts(0), counts(0.7))),
                DifferentiableContract.of("emission of an image", emissionOfImage()),
                DifferentiableContract.of("envelope", new GroupL1(FIELD, 0.6).envelope(0.4)),
                DifferentiableContract.of("least squares", new LeastSquares(new Gradient(SPACE), wave(FIELD))),
                DifferentiableContract.of(
                        "least squares, complex", new LeastSquares(new Gradient(COMPLEX), wave(FIELD.complex()))),
                DifferentiableContract.of(
                        "normal least squares", new NormalLeastSquares(new Gradient(COMPLEX), wave(FIELD.complex()))));
    }

    private static float[] wave(Space space) {
        float[] b = space.zeros();
        for (int i = 0; i < b.length; i++) {
            b[i] = (float) Math.sin(i);
        }
        return b;
    }

    /** Numbers from {@code least} to about 2, every fifth the least. */
    private static float[] counts(double least) {
        float[] b = SPACE.zeros();
        for (int i = 0; i < b.length; i++) {
            b[i] = (float) (least + i % 5 * 0.1 * (1 + i / 5));
        }
        return b;
    }

    /** Transmissions from nothing to a little more than all. */
    static TransmissionLikelihood transmission() {
        float[] t = SPACE.zeros();
        for (int i = 0; i < t.length; i++) {
            t[i] = 0.06f * i;
        }
        return new TransmissionLikelihood(SPACE, t, 3);
    }

    private static Differentiable emissionOfImage() {
        float[] b = FIELD.zeros();
        float[] r = FIELD.zeros();
        for (int i = 0; i < b.length; i++) {
            b[i] = i % 4;
            r[i] = 0.6f + i % 3;
        }
        return new SmoothComposition(new EmissionLikelihood(FIELD, b, r), new Gradient(SPACE));
    }

    private static Proximable ball() {
        return new Ball(SPACE, SPACE.zeros(), 1.5);
    }

    static Proximable wavelets() {
        WaveletTransform w = new WaveletTransform(COMPLEX, Wavelet.daubechies(2), 2);
        return new OrthogonalComposition(new DetailL1(w.range(), w.approximation(), 0.6), w);
    }

    /** K x = 0.8 (x_i + x_{i+10}), with K K* = 1.28. */
    private static LinearOperator folding() {
        return LinearOperator.of(
                SPACE,
                Space.vector(10),
                (x, out) -> {
                    for (int i = 0; i < 10; i++) {
                        out[i] = 0.8f * (x[i] + x[i + 10]);
                    }
                },
                (y, out) -> {
                    for (int i = 0; i < 20; i++) {
                        out[i] = 0.8f * y[i % 10];
                    }
                });
    }
}
