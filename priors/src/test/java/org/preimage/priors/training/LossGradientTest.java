package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;

/** Every loss: derivatives by images and targets, through garbage. A new loss needs a line here. */
class LossGradientTest {
    private static final Map<String, Loss> LOSSES = Map.of(
            "meanSquare", Loss.meanSquare(),
            "meanAbsolute", Loss.meanAbsolute(),
            "logarithmic", Loss.logarithmic(1e-7),
            "SinkhornDivergence", new SinkhornDivergence(1.5, 1e-11, 5000),
            "SlicedWasserstein", new SlicedWasserstein(7, 3));

    /** By the images, of points on a line. */
    static float[] slope(Loss loss, float[] x, float[] y) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tape tape = Tape.recording(scope, GradientCheck.none());
            Var at = tape.variable(scope.tensor(x, x.length, 1, 1, 1));
            Tensor targets = scope.tensor(y, y.length, 1, 1, 1);
            tape.backward(tape.segment((w, in) -> loss.of(in[0], targets), at), new float[0]);
            return at.cotangent().toFloats();
        }
    }

    @Test
    void gradientsAgreeWithDifferencesAndSurviveGarbage() {
        int[] shape = {3, 1, 5, 4};
        List<GradientCheck> checks = LOSSES.entrySet().stream()
                .map(e -> GradientCheck.of(
                        e.getKey(), (w, x) -> e.getValue().of(x[0], x[1]), GradientCheck.none(), shape, shape))
                .toList();
        checks.forEach(c -> c.againstDifferences(1e-6));
        GradientCheck.surviveGarbage(checks);
    }

    @Test
    void everyLossHasItsCase() {
        Set<String> losses = Arrays.stream(Loss.class.getDeclaredMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) && Modifier.isPublic(m.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.preimage.priors.training")
                        .stream()
                        .filter(c -> c.isAssignableTo(Loss.class) && !c.isInterface())
                        .forEach(c -> losses.add(c.getSimpleName()));
        assertEquals(losses, LOSSES.keySet());
    }
}
