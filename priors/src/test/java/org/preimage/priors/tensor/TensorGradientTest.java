package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of {@link Tensor}: first and second derivatives, garbage, handles. A new operation needs a line here. */
class TensorGradientTest {
    private record Case(String name, GradientCheck.Map map, int[]... shapes) {
        /** The method it is about. */
        String method() {
            return name.replaceAll(" .*", "");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Made of numbers, or without derivative on purpose. */
    private static final Set<String> WITHOUT = Set.of("indices", "of", "detached", "toDoublePrecision");

    private static final int[] IMAGES = {2, 4, 6, 8};

    private static Case of(String name, GradientCheck.Map map, int[]... shapes) {
        return new Case(name, map, shapes.length == 0 ? new int[][] {IMAGES} : shapes);
    }

    private static int[] shape(int... shape) {
        return shape;
    }

    static Stream<Case> cases() {
        return Stream.of(
                of("plus", (w, x) -> x[0].plus(x[1]), IMAGES, shape(1, 4, 1, 1)),
                of("minus", (w, x) -> x[0].minus(x[1]), IMAGES, IMAGES),
                of("times", (w, x) -> x[0].times(x[1]), IMAGES, shape(2, 1, 6, 8)),
                of("times a number", (w, x) -> x[0].times(1.7)),
                of("over", (w, x) -> x[0].over(x[1].square().affine(1, 0.5)), IMAGES, IMAGES),
                of("affine", (w, x) -> x[0].affine(-0.3, 2)),
                of("relu", (w, x) -> x[0].relu()),
                of("leakyRelu", (w, x) -> x[0].leakyRelu(0.2)),
                of("prelu", (w, x) -> x[0].prelu(x[1]), IMAGES, shape(4)),
                of("silu", (w, x) -> x[0].silu()),
                of("softplus", (w, x) -> x[0].softplus()),
                of("sigmoid", (w, x) -> x[0].sigmoid()),
                of("tanh", (w, x) -> x[0].tanh()),
                of("exp", (w, x) -> x[0].exp()),
                of("log", (w, x) -> x[0].square().affine(1, 0.5).log()),
                of("sqrt", (w, x) -> x[0].square().affine(1, 0.5).sqrt()),
                of("square", (w, x) -> x[0].square()),
                of("abs", (w, x) -> x[0].abs()),
                of("sum", (w, x) -> x[0].sum()),
                of("mean", (w, x) -> x[0].mean()),
                of("sumOver", (w, x) -> x[0].sumOver(1, 3)),
                of("convolve", (w, x) -> x[0].convolve(x[1], x[2], 2, 1, 2, 1, 2), IMAGES, shape(6, 2, 3, 5), shape(6)),
                of(
                        "convolve without bias",
                        (w, x) -> x[0].convolve(x[1], null, 1, 2, 2, 2, 1),
                        IMAGES,
                        shape(3, 4, 3, 3)),
                of(
                        "convolveTransposed",
                        (w, x) -> x[0].convolveTransposed(x[1], x[2], 2, 1),
                        IMAGES,
                        shape(4, 3, 4, 4),
                        shape(3)),
                of("normalizeGroups", (w, x) -> x[0].normalizeGroups(2, x[1], x[2], 1e-5), IMAGES, shape(4), shape(4)),
                of("averagePool", (w, x) -> x[0].averagePool(2)),
                of("maximumPool", (w, x) -> x[0].maximumPool(2)),
                of("enlargeNearest", (w, x) -> x[0].enlargeNearest(12, 16)),
                of("resizeBilinear", (w, x) -> x[0].resizeBilinear(9, 5)),
                of("resizeBilinearCorners", (w, x) -> x[0].resizeBilinearCorners(12, 16)),
                of("blocksToChannels", (w, x) -> x[0].blocksToChannels(2)),
                of("channelsToBlocks", (w, x) -> x[0].channelsToBlocks(2)),
                of("padZeros", (w, x) -> x[0].padZeros(1, 2, 3, 0)),
                of("padReflected", (w, x) -> x[0].padReflected(1, 2, 3, 0)),
                of("padRepeated", (w, x) -> x[0].padRepeated(1, 2, 3, 0)),
                of("rolled", (w, x) -> x[0].rolled(2, -3)),
                of("joined", (w, x) -> Tensor.joined(2, List.of(x)), IMAGES, shape(2, 4, 1, 8)),
                of("channels", (w, x) -> Tensor.channels(x), IMAGES, shape(2, 1, 6, 8)),
                of("slice", (w, x) -> x[0].slice(2, 1, 4)),
                of("reshape", (w, x) -> x[0].reshape(4, -1)),
                of("permute", (w, x) -> x[0].permute(2, 0, 3, 1)),
                of("matrixTimes", (w, x) -> x[0].matrixTimes(x[1]), IMAGES, shape(8, 3)),
                of("take", (w, x) -> x[0].take(Scope.current().indices(new int[] {7, 0, 0, 3}))),
                of("fourier", (w, x) -> x[0].fourier(), shape(2, 2, 5, 6)),
                of("inverseFourier", (w, x) -> x[0].inverseFourier(), shape(2, 2, 5, 6)));
    }

    private static GradientCheck once(Case c) {
        return GradientCheck.of(c.name, c.map, GradientCheck.none(), c.shapes);
    }

    private static GradientCheck twice(Case c) {
        return GradientCheck.of(
                c.name + ", twice", GradientCheck.gradientNorm(c.map, 5), GradientCheck.none(), c.shapes);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAgreeWithDifferences(Case c) {
        once(c).againstDifferences(1e-6);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfGradientsAgreeWithDifferences(Case c) {
        twice(c).againstDifferences(1e-5);
    }

    @Test
    void gradientsSurviveGarbage() {
        GradientCheck.surviveGarbage(cases().map(TensorGradientTest::once).toList());
        GradientCheck.surviveGarbage(cases().map(TensorGradientTest::twice).toList());
    }

    @Test
    void everyOperationHasItsCase() {
        Set<String> operations = Arrays.stream(Tensor.class.getMethods())
                .filter(m -> m.getReturnType() == Tensor.class)
                .filter(m -> !WITHOUT.contains(m.getName()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tested = cases().map(Case::method).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(operations, tested);
    }
}
