package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.priors.training.Training;
import org.preimage.reconstruction.solver.Checkpoint;

/**
 * Ends of the virtual machine in the middle of a backward pass, at which PyTorch would crash unless {@link Torch} held it up.
 * How often is the system property preimage.exits, of each kind; 50 is what a release is tried with.
 */
class ExitTest {
    private static final int TIMES = Integer.getInteger("preimage.exits", 2);
    private static final int SIGTERM = 128 + 15;

    @ParameterizedTest
    @ValueSource(strings = {"exit", "signal"})
    void neverCrashesAndLeavesAStateToGoOnFrom(String kind, @TempDir Path folder) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            Path state = folder.resolve(kind + i + ".state");
            // At another point of the step each time.
            int wait = 150 + 37 * i % 400;
            int code = kind.equals("exit") ? run(state, folder, wait, 0) : run(state, folder, 0, wait);
            assertEquals(kind.equals("exit") ? 7 : SIGTERM, code, "run " + i);
            Training training = EndlessBackward.training();
            Training.State s = training.start(training.initial());
            Checkpoint.restore(training, s, state);
            assertTrue(s.step() > 0);
        }
        try (var files = Files.list(folder)) {
            List<String> left = files.map(f -> f.getFileName().toString())
                    .filter(n -> n.startsWith("hs_err"))
                    .toList();
            assertEquals(List.of(), left);
        }
    }

    @Test
    void theEndAwaitsACallThatRuns(@TempDir Path folder) throws Exception {
        Process process = new ProcessBuilder(java(folder, SlowCall.class))
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(7, process.waitFor());
        assertTrue(out.contains("running") && out.contains("over"), out);
    }

    private static List<String> java(Path folder, Class<?> main) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    }

    private static int run(Path state, Path folder, int exitAfter, int endAfter)
            throws IOException, InterruptedException {
        List<String> command = java(folder, EndlessBackward.class);
        command.addAll(List.of(state.toString(), Integer.toString(exitAfter)));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            assertEquals("running", line, () -> read(folder.resolve("stderr")));
            if (endAfter > 0) {
                Thread.sleep(endAfter);
                process.destroy();
            }
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end");
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
