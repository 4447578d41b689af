package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line interrupted in the middle of a training step: Java and PyTorch both begin to end then, and the step's work
 * must still be saved. How often is the system property preimage.exits; 50 is what a release is tried with.
 */
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
    private static final int TIMES = Integer.getInteger("preimage.exits", 2);
    private static final Pattern STOPPED = Pattern.compile("stopped after (\\d+) of 1000 steps");

    @TempDir
    Path folder;

    @Test
    void anInterruptedTrainingSavesItsStepsAndGoesOn() throws Exception {
        Path out = folder.resolve("out");
        Session begun = Session.run("train", "lpd-ellipses", "--out", out, "--steps", 1000, "--time-limit", 0.01);
        assertEquals(0, begun.code(), begun.err());
        int steps = stoppedAfter(begun.out());
        for (int i = 0; i < TIMES; i++) {
            int done = interrupted(out, steps, 700 + 61 * i % 900);
            assertTrue(done > steps, "run " + i + " was stopped after " + done + " steps, begun after " + steps);
            steps = done;
        }
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.map(f -> f.getFileName().toString())
                            .filter(n -> n.startsWith("hs_err"))
                            .toList());
        }
    }

    /** Goes on with the training and interrupts it so many milliseconds later; gives after how many steps it says it stopped. */
    private int interrupted(Path out, int before, int milliseconds) throws IOException, InterruptedException {
        Path errors = folder.resolve("stderr");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "train",
                        "lpd-ellipses",
                        "--out",
                        out.toString(),
                        "--steps",
                        "1000",
                        "--no-progress")
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            String first = said.readLine();
            assertEquals("going on after " + before + " steps", first, () -> read(errors));
            Thread.sleep(milliseconds);
            // Of the process itself the streams would be closed too.
            process.toHandle().destroy();
            StringBuilder rest = new StringBuilder();
            said.lines().forEach(line -> rest.append(line).append('\n'));
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end");
            assertEquals(Main.CANCELLED, process.exitValue(), () -> rest + read(errors));
            return stoppedAfter(rest.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    private static int stoppedAfter(String said) {
        Matcher matcher = STOPPED.matcher(said);
        assertTrue(matcher.find(), said);
        return Integer.parseInt(matcher.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
