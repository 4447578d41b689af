package org.preimage.priors.method;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.space.Image;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.LearnedGradientDescent;
import org.preimage.priors.model.Model;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.weights.Weights;

class BundleChoiceTest {
    private static final Model MODEL = new LearnedGradientDescent(1, 1, new Convolution(2, 1, 3), true);

    private static Bundle trainedWith(Card.Noise noise) {
        Card card = new Card(
                Card.FORMAT,
                "tested",
                "A model.",
                MODEL,
                new Card.Fit("parallel-beam", null, null),
                noise,
                new Card.Origin("", "", 1, 0, "nothing", "", "a paper"),
                Map.of(),
                "BSD-2-Clause",
                "");
        return new Bundle(card, Weights.initial(MODEL.layout(), new SplittableRandom(1)));
    }

    @Test
    void takesTheModelForTheNoiseOfTheData() {
        Bundle other = trainedWith(new Card.Noise("photons", 10, 20));
        Bundle little = trainedWith(new Card.Noise(Card.Noise.RELATIVE, 0.01, 0.01));
        Bundle much = trainedWith(new Card.Noise(Card.Noise.RELATIVE, 0.025, 0.03));
        List<Bundle> fitting = List.of(other, much, little);
        SparseViewExperiment few = SparseViewExperiment.bdgd();
        SparseViewExperiment many = SparseViewExperiment.dival();
        for (int i = 0; i < 5; i++) {
            assertEquals(little, BundleChoice.nearest(fitting, data(few, i)));
            assertEquals(much, BundleChoice.nearest(fitting, data(many, i)));
        }
        Image none = new Image(
                few.projector().range(),
                few.projector().apply(few.projector().domain().zeros()));
        assertEquals(other, BundleChoice.nearest(List.of(other, trainedWith(null)), none));
    }

    private static Image data(SparseViewExperiment experiment, int number) {
        return new Image(
                experiment.projector().range(),
                experiment.ellipses(Split.TEST, 1, number).data());
    }
}
