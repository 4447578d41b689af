package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.BayesianModel;
import org.preimage.priors.model.LearnedGradientDescent;
import org.preimage.priors.model.MeanField;
import org.preimage.priors.model.Model;
import org.preimage.priors.network.FoldedResidual;
import org.preimage.priors.weights.Weights;
import org.preimage.uncertainty.calibration.CalibrationFile;
import org.preimage.uncertainty.calibration.ConformalCalibration;

class CalibrateCommandTest {
    @TempDir
    Path folder;

    @AfterEach
    void forgetCtrlC() {
        Cancellation.ask(false);
    }

    private Path bundle(Model model) throws IOException {
        SparseViewExperiment experiment = SparseViewExperiment.bdgd();
        Card card = new Card(
                Card.FORMAT,
                "small",
                "A model.",
                model,
                Bundle.fit(experiment.projector(), experiment.projector().norm()),
                null,
                new Card.Origin("", "", 1, 0, "nothing", "", ""),
                Map.of(),
                "BSD-2-Clause",
                "");
        Path file = folder.resolve("small.json");
        Weights weights = Weights.initial(
                model.layout(), RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1));
        new Bundle(card, weights).write(file);
        return file;
    }

    private static Model plain() {
        return new LearnedGradientDescent(1, 1, new FoldedResidual(2, 1, 4, 1, 2, 0.1), true);
    }

    @Test
    void calibratesAndWritesFiguresAndPictures() throws IOException {
        Path file = bundle(new BayesianModel(plain(), "last", new MeanField(1, -6), 2));
        Path out = folder.resolve("maps");
        Object[] call = {
            "calibrate", file, "--out", out, "--validation", 2, "--test", 2, "--shepp-logan", 1, "--samples", 3,
        };
        Session done = Session.run(call);
        assertEquals(0, done.code(), done.err());
        assertTrue(done.out().contains("ellipses (2): PSNR "), done.out());
        assertTrue(done.out().contains("Shepp-Logan (1): PSNR "), done.out());
        for (String picture : new String[] {"ellipses-1.png", "ellipses-2.png", "shepp-logan.png", "calibration.png"}) {
            assertTrue(Files.size(out.resolve(picture)) > 1000, picture);
        }
        ConformalCalibration calibration =
                (ConformalCalibration) CalibrationFile.read(folder.resolve("small.calibration.json"));
        assertEquals(ConformalCalibration.usualLevels(), calibration.levels());
        Bundle read = Bundle.read(file);
        double covered = read.card().figures().get("coverage of calibrated 90 % intervals, ellipses");
        assertTrue(covered > 0.7 && covered < 0.99, "covered " + covered);
        // The noise was claimed as e^2, and is now what the images show.
        assertTrue(BayesianModel.noiseVariance(read.weights()) < 0.05, done.out());
    }

    @Test
    void stopsWhenAsked() throws IOException {
        Path file = bundle(new BayesianModel(plain(), "last", new MeanField(1, -6), -2));
        byte[] before = Files.readAllBytes(file);
        Cancellation.ask(true);
        Session stopped = Session.run("calibrate", file, "--out", folder.resolve("maps"), "--samples", 2);
        assertEquals(Main.CANCELLED, stopped.code());
        assertEquals(new String(before), Files.readString(file));
        assertFalse(Files.exists(folder.resolve("small.calibration.json")));
    }

    @Test
    void refusesInOneSentence() throws IOException {
        Path file = bundle(plain());
        Session session = Session.run("calibrate", file, "--out", folder.resolve("maps"));
        assertEquals(2, session.code());
        assertEquals(
                "preimage: the model small has no random weights, of which samples could be drawn"
                        + System.lineSeparator(),
                session.err());
        Session samples = Session.run("calibrate", file, "--out", folder.resolve("maps"), "--samples", 1);
        assertEquals(2, samples.code());
        assertTrue(samples.err().contains("--samples is 1, but must be at least 2"), samples.err());
    }

    @Test
    void trainingTakesWeightsOfAnotherModelOnlyWhereTheyFit() throws IOException {
        Path file = bundle(plain());
        Session session =
                Session.run("train", "bdgd-ellipses", "--from", file, "--out", folder.resolve("out"), "--steps", 1);
        assertEquals(2, session.code());
        assertTrue(
                session.err().contains(file + " does not fit the recipe: there are no weights \"step.0.first.weight\""),
                session.err());
    }
}
