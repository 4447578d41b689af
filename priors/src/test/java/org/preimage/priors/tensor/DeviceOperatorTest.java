package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;

/** Twins of operators give what the operators in Java give: forward, adjoint, and derivatives of both. */
class DeviceOperatorTest {
    private static void compare(LinearOperator java, Function<Scope, DeviceOperator> twin, ComputeDevice device) {
        LearnedMap forward =
                map(java.domain(), java.range(), (s, x) -> twin.apply(s).apply(x), device);
        LearnedMap adjoint =
                map(java.range(), java.domain(), (s, x) -> twin.apply(s).adjoint(x), device);
        float[] x = GradientCheck.normal(java.domain().length(), 1);
        float[] y = GradientCheck.normal(java.range().length(), 2);
        close(java.apply(x), forward.apply(x));
        close(java.adjoint(y), adjoint.apply(y));
        float[] back = java.domain().zeros();
        forward.vjp(x, y, back);
        close(java.adjoint(y), back);
        float[] ahead = java.range().zeros();
        adjoint.vjp(y, x, ahead);
        close(java.apply(x), ahead);
    }

    private interface InScope {
        Tensor apply(Scope scope, Tensor x);
    }

    private static LearnedMap map(Space from, Space to, InScope map, ComputeDevice device) {
        return new LearnedMap(from, to, (x, w) -> map.apply(Scope.current(), x), GradientCheck.none(), device);
    }

    private static void close(float[] expected, float[] found) {
        float[] difference = expected.clone();
        Vectors.add(-1, found, difference);
        double error = Vectors.norm(difference) / Vectors.norm(expected);
        assertTrue(error < 1e-5, "relative difference " + error);
    }

    @Test
    void fourierTransformsOfEvenAndOddSizesAgree() {
        for (ComputeDevice device : devices()) {
            compare(FourierTransform.spatial(Space.image(16, 12, 1).complex()), s -> new DeviceFourier(), device);
            compare(FourierTransform.spatial(Space.image(9, 15, 1).complex()), s -> new DeviceFourier(), device);
        }
    }

    @Test
    void projectorsAgree() {
        for (ComputeDevice device : devices()) {
            LinearOperator wide =
                    ParallelBeam.halfTurn(Space.image(12, 10, 1), 19, 1, 4).projector();
            compare(wide, GatherMatrix.of(wide)::in, device);
            LinearOperator tall =
                    ParallelBeam.halfTurn(Space.image(8, 8, 1), 13, 1, 9).projector();
            compare(tall, GatherMatrix.of(tall)::in, device);
        }
    }

    /** The processor, and the graphics card where there is one. */
    private static List<ComputeDevice> devices() {
        return Stream.of(ComputeDevice.CPU, ComputeDevice.named("auto"))
                .distinct()
                .toList();
    }

    @Test
    void complexOperatorsAndOtherSizesAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> GatherMatrix.of(
                        FourierTransform.spatial(Space.image(4, 4, 1).complex())));
        LinearOperator a = ParallelBeam.halfTurn(Space.image(4, 4, 1), 7, 1, 3).projector();
        GatherMatrix matrix = GatherMatrix.of(a);
        assertTrue(matrix.width() >= 4 && matrix.width() <= 16);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            DeviceOperator twin = matrix.in(scope);
            assertThrows(IllegalArgumentException.class, () -> twin.apply(scope.full(1, 1, 1, 4, 5)));
        }
    }
}
