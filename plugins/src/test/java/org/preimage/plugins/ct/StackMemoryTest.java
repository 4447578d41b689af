package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stack that is larger than the heap, reconstructed in a JVM of its own. A larger one, by
 *
 * <pre>
 * mvn -pl plugins -am test -Dtest=StackMemoryTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dpreimage.stack.slices=2000 -Dpreimage.stack.size=512 -Dpreimage.stack.heap=1000m
 * </pre>
 *
 * which prints time and heap; its slices need 2 GB of the disk for a while.
 */
class StackMemoryTest {
    private static final int SLICES = Integer.getInteger("preimage.stack.slices", 256);
    private static final int SIZE = Integer.getInteger("preimage.stack.size", 160);
    private static final String HEAP = System.getProperty("preimage.stack.heap", "24m");

    @TempDir
    Path folder;

    private static String run(String... arguments) throws IOException, InterruptedException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx" + HEAP,
                                "-Djava.awt.headless=true",
                                "-Djava.util.prefs.userRoot=" + System.getProperty("java.util.prefs.userRoot"),
                                "-cp",
                                classes,
                                StackMemory.class.getName()),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }

    @Test
    void aStackLargerThanTheHeapGoesThroughAFolder() throws Exception {
        String out = run(Integer.toString(SLICES), Integer.toString(SIZE), folder.toString());
        String made =
                out.lines().filter(l -> l.startsWith("made: ")).findFirst().orElse(out);
        System.out.println(made);
        assertTrue(
                made.startsWith("made: " + SLICES + " slices of " + SIZE + " x " + SIZE + " in ")
                        && made.contains("the seventh 7.000 times the first"),
                out);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(SLICES + 1, files.count());
        }
    }

    @Test
    void inMemoryItIsRefusedBeforeTheWork() throws Exception {
        String out = run(Integer.toString(SLICES), Integer.toString(SIZE));
        assertTrue(
                out.lines()
                        .anyMatch(l ->
                                l.matches("refused: CT Filtered Backprojection needs about .* GB of memory, but only .*"
                                        + " GB are free; give a folder for the slices\\.")),
                out);
    }
}
