package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.examples.report.Folder;

class DipUncertaintyTest {
    @TempDir
    Path folder;

    /** Bars in place of digits. */
    private void images(int count) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(folder.resolve(Mnist.FILE))))) {
            out.writeInt(0x803);
            out.writeInt(count);
            out.writeInt(28);
            out.writeInt(28);
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < 784; k++) {
                    out.write(k % 28 > 8 + i && k % 28 < 13 + i && k / 28 > 5 && k / 28 < 22 ? 220 : 0);
                }
            }
        }
    }

    private DipUncertainty study(int images) {
        return new DipUncertainty(
                List.of(new DipSetting(5, 10)), images, 1, new DipCase.Size(4, 60, 30), folder, folder.resolve("out"));
    }

    @Test
    void keepsEachImageAndGoesOnFromThere() throws IOException {
        images(2);
        int[] done = new int[1];
        assertThrows(CancellationException.class, () -> study(2).run(
                        1, p -> !p.stage().equals("dip-uncertainty") || p.maxIterations() > 3 || ++done[0] < 1));
        Path kept = Folder.kept(folder.resolve("out"));
        assertEquals(List.of("5-10-0.json"), names(kept));
        String first = Files.readString(kept.resolve("5-10-0.json"));
        Study.Findings found = study(2).run(1);
        assertEquals(first, Files.readString(kept.resolve("5-10-0.json")));
        assertEquals(List.of("5-10-0-ensemble.json", "5-10-0.json", "5-10-1.json"), names(kept));
        assertEquals(1, found.rows().size());
        assertEquals(found.columns().size(), found.rows().get(0).size());
        assertEquals("2", found.rows().get(0).get(1));
        assertTrue(
                found.rows().get(0).get(11).endsWith("(1)"), found.rows().get(0).get(11));
        assertEquals(1, found.figures().size());
        // A report over it keeps what was kept.
        Folder.write(folder.resolve("out"), fresh -> Files.writeString(fresh.resolve("index.html"), "x"));
        assertEquals(3, names(kept).size());
        assertEquals(found.rows(), study(2).run(1).rows());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Suite suite = Suites.named("dip-uncertainty").withImages(3);
        String missing =
                assertThrows(IOException.class, () -> suite.tasks(folder)).getMessage();
        assertTrue(missing.startsWith("there is no " + Mnist.FILE), missing);
        images(2);
        String few = assertThrows(IOException.class, () -> suite.tasks(folder)).getMessage();
        assertTrue(few.endsWith("holds 2 images, but 3 are needed"), few);
        assertEquals(0, suite.withImages(2).tasks(folder).size());
        assertThrows(IllegalArgumentException.class, () -> suite.withImages(0));
    }
}
