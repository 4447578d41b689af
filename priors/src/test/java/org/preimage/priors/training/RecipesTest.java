package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.file.Npy;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Architecture;
import org.preimage.priors.model.Normalized;
import org.preimage.priors.model.Physics;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;

class RecipesTest {
    /** A card whose model cannot be read again would only be found after the training. */
    @Test
    void everyModelSurvivesItsCard() {
        for (Recipe recipe : Recipes.all()) {
            Card card = new Card(
                    Card.FORMAT,
                    recipe.name(),
                    recipe.summary(),
                    recipe.model(),
                    recipe.operator().get(),
                    recipe.noise(),
                    new Card.Origin(recipe.name(), "", 1, 0, recipe.data(), "", recipe.reference()),
                    Map.of(),
                    "BSD-2-Clause",
                    "");
            assertEquals(recipe.model(), Card.parse(card.text()).model(), recipe.name());
        }
    }

    /** What corrects a direct reconstruction has to begin near none, else it first learns to take away what it added. */
    @Test
    void correctionsBeginSmall() {
        for (Recipe recipe : Recipes.all()) {
            if (correction(recipe.model()) instanceof PostProcessing model) {
                Weights weights = Weights.initial(model.layout(), GradientCheck.random(1));
                ParallelBeam beam = ParallelBeam.halfTurn(Space.image(32, 32, 1), 47, 1, 30);
                Physics physics = Physics.of(beam.projector());
                float[] data = SheppLogan.modified(32).sinogram(beam).data();
                try (Scope scope = Scope.open(ComputeDevice.CPU)) {
                    Tape tape = Tape.evaluating(scope, weights);
                    Var y = tape.constant(Tensor.of(data, Samples.shape(physics.data(), 1)));
                    float[] direct = physics.direct(tape, y).value().toFloats();
                    float[] first = model.reconstruct(tape, physics, y).value().toFloats();
                    assertTrue(Vectors.relativeDistance(first, direct) < 0.3, recipe.name());
                }
            }
        }
    }

    private static Architecture correction(Architecture model) {
        return model instanceof Normalized normalized ? normalized.inner() : model;
    }

    @Test
    void shippedModelsAreReadWhole() {
        for (String name : Bundle.shipped()) {
            Bundle bundle = Bundle.shipped(name);
            Weights weights = bundle.weights();
            assertTrue(bundle.card().model().layout().matches(weights.layout()), name);
        }
    }

    /** The same stack in memory and in a file is the same training. */
    @Test
    void aStackIsLearnedFromWhereverItLies(@TempDir Path folder) throws IOException {
        Recipe recipe = Recipes.named("noise2self");
        assertTrue(assertThrows(IOException.class, () -> recipe.training(1, folder, ComputeDevice.CPU, 1, 2))
                .getMessage()
                .contains("stack.npy is missing"));
        Image stack = Image.zeros(Space.volume(12, 10, 2, 1));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < stack.data().length; i++) {
            stack.data()[i] = (float) random.nextGaussian();
        }
        Npy.write(folder.resolve("stack.npy"), stack);
        Training fromFile = recipe.training(1, folder, ComputeDevice.CPU, 1, 2);
        Slices slices = new Slices(
                12,
                10,
                List.of(Arrays.copyOf(stack.data(), 120), Arrays.copyOfRange(stack.data(), 120, 240)),
                List.of("a", "a"));
        Training inMemory = StackRecipes.noise2self(slices).training(1, ComputeDevice.CPU, 1, 2);
        Training.State a = fromFile.start(fromFile.initial());
        Training.State b = inMemory.start(inMemory.initial());
        fromFile.step(a);
        inMemory.step(b);
        assertTrue(Double.isFinite(a.lastLoss()) && a.lastLoss() > 0);
        assertArrayEquals(a.weights(), b.weights());
        assertEquals(
                "that of the stack that it was learned from",
                recipe.bundle(fromFile, a, "", false).card().licence());
    }
}
