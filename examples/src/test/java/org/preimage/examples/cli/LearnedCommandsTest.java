package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.file.Npy;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;

/** Training from the command line, and reconstruction by what was trained. */
class LearnedCommandsTest {
    private static final String RECIPE = "dgd-ellipses";

    @TempDir
    Path folder;

    @AfterEach
    void forgetCtrlC() {
        Cancellation.ask(false);
    }

    private static void refused(String sentence, Object... args) {
        Session session = Session.run(args);
        assertEquals("preimage: " + sentence + System.lineSeparator(), session.err());
        assertEquals(2, session.code());
    }

    @Test
    void trainsGoesOnAndReconstructs() throws IOException {
        Path out = folder.resolve("dgd");
        Cancellation.ask(true);
        Session stopped = Session.run("train", RECIPE, "--out", out, "--steps", 3);
        assertEquals(Main.CANCELLED, stopped.code(), stopped.err());
        assertTrue(stopped.out().contains("stopped after 1 of 3 steps; the same command goes on from there"));
        Cancellation.ask(false);
        assertFalse(Files.exists(out.resolve(RECIPE + ".json")));

        Session whole = Session.run("train", RECIPE, "--out", out, "--steps", 3);
        assertEquals(0, whole.code(), whole.err());
        assertTrue(whole.out().startsWith("going on after 1 steps"), whole.out());
        assertTrue(whole.out().contains("best PSNR in dB"), whole.out());
        assertTrue(Files.readString(out.resolve("curve.csv")).startsWith("step,seconds,loss,quality"));
        Path card = out.resolve(RECIPE + ".json");
        String said = "was saved with steps = 3.0, but 4.0 is needed";
        Session other = Session.run("train", RECIPE, "--out", out, "--steps", 4);
        assertEquals(2, other.code());
        assertTrue(other.err().contains(said), other.err());

        SparseViewExperiment experiment = SparseViewExperiment.bdgd();
        Path spec = folder.resolve("thirty.json");
        Files.writeString(
                spec, new BeamSpec(experiment.beam(), experiment.projector().model()).text());
        Path image = folder.resolve("image.npy");
        Npy.write(image, SheppLogan.modified(128).render(Space.image(128, 128, 1), 1));
        Path data = folder.resolve("data.npy");
        assertEquals(
                0,
                Session.run("simulate", spec, "--image", image, "--out", data).code());
        Path x = folder.resolve("x.npy");
        Object[] reconstruct = {
            "reconstruct",
            spec,
            "--data",
            data,
            "--method",
            "learned-gradient-descent",
            "--set",
            "bundle=" + card,
            "--out",
            x
        };
        Session done = Session.run(reconstruct);
        assertEquals(0, done.code(), done.err());
        assertTrue(done.out().contains("bundle = " + RECIPE), done.out());
        assertTrue(Files.exists(x));
        Files.delete(x);

        Path scan = folder.resolve("scan.json");
        Path more = folder.resolve("more.npy");
        Files.writeString(scan, Files.readString(spec).replaceAll("\"count\"\\s*:\\s*30", "\"count\": 31"));
        assertEquals(
                0,
                Session.run("simulate", scan, "--image", image, "--out", more).code());
        reconstruct[1] = scan;
        reconstruct[3] = more;
        Session unfit = Session.run(reconstruct);
        assertEquals(2, unfit.code());
        assertTrue(unfit.err().contains("the model " + RECIPE + " was trained for"), unfit.err());
        assertFalse(Files.exists(x));

        Path weights = out.resolve(RECIPE + ".safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 5] ^= 1;
        Files.write(weights, bytes);
        reconstruct[1] = spec;
        reconstruct[3] = data;
        Session damaged = Session.run(reconstruct);
        assertEquals(2, damaged.code());
        assertTrue(damaged.err().contains("is damaged or belongs to another card"), damaged.err());
        assertEquals(1, damaged.err().lines().count());
    }

    @Test
    void refusesInOneSentence() {
        Session list = Session.run("train");
        assertEquals(0, list.code());
        assertTrue(list.out().contains(RECIPE + ": "), list.out());
        refused("--out FOLDER is missing: where are state and result to go?", "train", RECIPE);
        Session unknown = Session.run("train", "nothing", "--out", folder.resolve("x"));
        assertEquals(2, unknown.code());
        assertTrue(unknown.err().startsWith("preimage: recipe \"nothing\" is unknown; the recipes are "));
        refused("--steps is 0, but must be at least 1", "train", RECIPE, "--out", folder.resolve("x"), "--steps", 0);
        refused(
                "device is \"tpu\", but must be one of auto, cpu, gpu",
                "train",
                RECIPE,
                "--out",
                folder.resolve("x"),
                "--device",
                "tpu");
        assertFalse(Files.exists(folder.resolve("x").resolve("training.state")));
    }
}
