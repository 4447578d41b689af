package org.preimage.priors.training;

import java.nio.file.Path;
import java.util.List;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.BlindSpot;
import org.preimage.priors.network.UNet;

/** Recipes that learn from one noisy stack, which is also what they are for. */
public final class StackRecipes {
    /** What the stack is called in the folder of the data. */
    private static final String FILE = "stack.npy";

    private static final String LICENCE = "that of the stack that it was learned from";

    private static final BlindSpot MODEL = new BlindSpot(UNet.of(24, 32, 48), 3);

    private static final int PATCH = 64;

    private StackRecipes() {}

    static List<Recipe> all() {
        return List.of(noise2self(Source.of(
                List.of(FILE),
                LICENCE,
                (seed, data) -> new Noise2Self(MODEL, Slices.stack(data.resolve(FILE)), PATCH, seed))));
    }

    /** The recipe "noise2self" for a stack that is in memory. */
    public static Recipe noise2self(Slices stack) {
        return noise2self(new Source() {
            @Override
            public Objective open(long seed, Path data) {
                return new Noise2Self(MODEL, stack, PATCH, seed);
            }

            @Override
            public String licence() {
                return LICENCE;
            }
        });
    }

    private static Recipe noise2self(Source source) {
        return new Recipe(
                "noise2self",
                "A U-Net that denoises a stack after it has learned from the stack alone to predict pixels from others.",
                "one noisy stack, the noise of whose pixels is independent",
                "J. Batson, L. Royer, \"Noise2Self: blind denoising by self-supervision\", ICML (2019)",
                MODEL,
                () -> new Card.Fit(Bundle.IDENTITY, null, null),
                null,
                source,
                Muon.standard(),
                Schedule.cosine(0.01, 0.05, 0),
                1000,
                4,
                1,
                0.99,
                50);
    }
}
