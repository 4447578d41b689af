package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.file.Npy;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
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
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;

class DiffusionSuiteTest {
    private static final int SIDE = 16;

    @TempDir
    Path folder;

    private String bundle() throws Exception {
        DiffusionModel model = new DiffusionModel(
                UNet.of(4, 6)
                        .with(Style.PLAIN.with(Activation.SILU).with(Normalization.GROUP))
                        .direct()
                        .conditioned(8),
                new VarianceExploding(0.02, 20),
                1,
                0.2,
                0.3);
        Card card = new Card(
                Card.FORMAT,
                "tested",
                "A model.",
                model,
                Bundle.images(SIDE, SIDE),
                null,
                new Card.Origin("", "", 1, 0, "nothing", "", "a paper"),
                Map.of(),
                "BSD-2-Clause",
                "");
        Path file = folder.resolve("tested.json");
        new Bundle(
                        card,
                        Weights.initial(
                                model.layout(),
                                RandomGeneratorFactory.of("L64X128MixRandom").create(1)))
                .write(file);
        return file.toString();
    }

    private DiffusionTask task() throws Exception {
        LinearOperator a =
                ParallelBeam.halfTurn(Space.image(SIDE, SIDE, 1), 23, 1, 10).projector();
        return new DiffusionTask("tiny", "Ellipses.", bundle(), "fbp", List.of(), List.of(), (index, seed) -> {
            Image truth = RandomEllipses.few(SIDE)
                    .sample(RandomGeneratorFactory.of("L64X128MixRandom").create(seed + index), a.domain(), 1);
            float[] y = a.apply(truth.data());
            for (int i = 0; i < y.length; i++) {
                y[i] += 0.02f * (i % 3 - 1);
            }
            return new DiffusionTask.Posed(truth, new InverseProblem(a, new Image(a.range(), y)));
        });
    }

    @Test
    void theTableTellsOfMeansSamplesAndCoverage() throws Exception {
        DiffusionTask task = task();
        DiffusionTable table = new DiffusionTable(
                () -> task, "tiny", 2, 3, List.of("fbp", "ccdf:calls=2", "ccdf:calls=4:samples=5", "diffpir:calls=4"));
        Study.Findings found = table.run(1);
        assertEquals(4, found.rows().size());
        assertEquals("-", found.rows().get(0).get(5));
        assertEquals("-", found.rows().get(3).get(2));
        for (List<String> row : found.rows().subList(1, 4)) {
            assertTrue(row.get(5).endsWith(" %") && row.get(6).endsWith(" %"), row.toString());
            assertTrue(Double.parseDouble(row.get(7)) > 0, row.toString());
        }
        assertEquals(found.rows(), table.run(1).rows());
        assertTrue(found.charts().stream().allMatch(c -> !c.chart().isEmpty()));
        assertThrows(CancellationException.class, () -> table.run(1, p -> false));
    }

    @Test
    void startsContract() throws Exception {
        DiffusionTask task = task();
        Study.Findings found = new Contraction(() -> task, List.of(0.5), 4, List.of("fbp", "tikhonov")).run(1);
        List<String> row = found.rows().get(0);
        assertTrue(Double.parseDouble(row.get(2)) < Double.parseDouble(row.get(1)), row.toString());
    }

    @Test
    void phantomsAreMeasuredTheSameEachTime() {
        for (DiffusionTask task : DiffusionTask.ofPhantoms()) {
            DiffusionTask.Posed posed = task.making().of(3, 1);
            DiffusionTask.Posed again = task.making().of(3, 1);
            assertArrayEquals(
                    posed.problem().data().data(), again.problem().data().data(), task.name());
            LinearOperator a = (LinearOperator) posed.problem().forward();
            double misfit = Vectors.relativeDistance(
                    a.apply(posed.truth().data()), posed.problem().data().data());
            assertTrue(misfit > 0.005 && misfit < 0.1, task.name() + " " + misfit);
        }
    }

    @Test
    void brainsComeFromTheirFile() throws Exception {
        assertFalse(new DiffusionSuite(1, List.of(), folder)
                .studies().stream().anyMatch(s -> s.name().equals(DiffusionTask.BRAINS)));
        assertTrue(new DiffusionSuite(1, List.of(), folder)
                .description()
                .endsWith("left out. Models draw whose images are there: diffusion-ellipses."));
        int n = 256;
        Space stack = Space.image(n, n, 1).with(new Axis(Role.Z, 2));
        Image slices = Image.zeros(stack);
        for (int i = 0; i < slices.data().length; i++) {
            slices.data()[i] = i % n > 60 && i % n < 180 ? 1000 + i % 7 : 0;
        }
        Npy.write(folder.resolve(DiffusionTask.SLICES), slices);
        Files.writeString(
                folder.resolve("mri_test.json"), "{\"slices\": [{\"subject\": \"A\"}, {\"subject\": \"B\"}]}");
        DiffusionTask.Posed first = DiffusionTask.brains(folder).making().of(0, 1);
        DiffusionTask.Posed turned = DiffusionTask.brains(folder).making().of(2, 1);
        assertEquals(2 * 128 * 128, first.truth().data().length);
        assertTrue(Vectors.relativeDistance(
                        first.truth().magnitude().data(),
                        turned.truth().magnitude().data())
                > 0.01);
        assertTrue(new DiffusionSuite(1, List.of(), folder)
                .studies().stream().anyMatch(s -> s.name().equals(DiffusionTask.BRAINS)));
        Files.writeString(folder.resolve("mri_test.json"), "{}");
        assertThrows(UncheckedIOException.class, () -> DiffusionTask.brains(folder));
    }
}
