package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.examples.report.Chromium;

/** The benchmark's page as a reader has it: in a browser, with mouse and keys. */
class BenchmarkPageTest {
    private static final String TABLE = "document.querySelectorAll('table.numbers')[1]";
    private static final String WIPE = "document.querySelector('.wipe')";
    private static final String STAGE = "document.querySelector('.wipe .stage')";
    private static final String SLIDER = "document.querySelector('.wipe input')";

    /** Chromium may go on writing into its profile for a moment. */
    @TempDir(cleanup = CleanupMode.NEVER)
    static Path folder;

    private Chromium page;

    @Test
    void sortsWipesAndNeedsNothingElse() throws Exception {
        try (Chromium chromium = Chromium.start(folder)) {
            page = chromium;
            Path report = folder.resolve("report");
            Session made = Session.run(
                    "benchmark",
                    "--tasks",
                    "shepp-logan-30,shepp-logan-180,ellipses-30",
                    "--methods",
                    "fbp,cgls",
                    "--out",
                    report);
            assertEquals(0, made.code(), made.err());
            Path file = report.resolve("index.html");
            page.open(file);
            columnsSort();
            edgeMoves();
            picturesGrow();
            commandsAreCopied(report);
            // Kept, to be looked at.
            page.value("window.scrollTo(0, 0)");
            BufferedImage whole = page.picture("document.documentElement");
            ImageIO.write(whole, "png", new File("target/benchmark-page.png"));
            assertTrue(colours(whole) > 100, "the page is drawn");
            assertTrue(
                    page.value("document.documentElement.scrollWidth <= innerWidth")
                            .booleanValue(),
                    "the page is no wider than the window");
            assertEquals(List.of(), page.errors());
            assertEquals(List.of(file.toUri().toString()), page.requests(), "nothing but the page itself is loaded");
        }
    }

    private List<Double> column(int index) {
        List<Double> values = new ArrayList<>();
        for (JsonNode text : page.value(
                "Array.from(" + TABLE + ".tBodies[0].rows, r => parseFloat(r.cells[" + index + "].textContent))")) {
            // NaN comes as null.
            values.add(text.isNumber() ? text.doubleValue() : Double.NaN);
        }
        return values;
    }

    private String sorted(int index) {
        return page.value(TABLE + ".tHead.rows[0].cells[" + index + "].getAttribute('aria-sort')")
                .asText();
    }

    private void columnsSort() {
        int psnr = 3;
        String heading = TABLE + ".tHead.rows[0].cells[" + psnr + "].querySelector('button')";
        assertTrue(page.value(heading + ".textContent").asText().startsWith("PSNR"));
        List<Double> original = column(psnr);
        List<Double> ascending = original.stream().sorted().toList();
        assertFalse(original.equals(ascending));
        assertEquals("null", sorted(psnr));
        page.click(heading);
        assertEquals(ascending, column(psnr));
        assertEquals("ascending", sorted(psnr));
        page.click(heading);
        assertEquals(original.stream().sorted((a, b) -> Double.compare(b, a)).toList(), column(psnr));
        assertEquals("descending", sorted(psnr));
        page.click(heading);
        assertEquals(original, column(psnr));
        page.press(heading, "Enter", 13);
        assertEquals(ascending, column(psnr));
        assertEquals("ascending", sorted(psnr));
        // Intervals: of one image there is none, and of the baseline neither; these stay last.
        String interval = TABLE + ".tHead.rows[0].cells[5].querySelector('button')";
        page.click(interval);
        assertFalse(column(5).get(0).isNaN());
        assertTrue(column(5).get(1).isNaN());
        page.click(interval);
        assertFalse(column(5).get(0).isNaN());
    }

    private void edgeMoves() throws IOException {
        page.show(WIPE);
        assertEquals("50", page.value(SLIDER + ".value").asText());
        // From the left edge to the right one, and back: the left picture alone, and the right one.
        page.drag(STAGE, 0.5, 0.999);
        assertEquals("100", page.value(SLIDER + ".value").asText());
        BufferedImage left = page.picture(STAGE);
        page.drag(STAGE, 0.5, 0.001);
        assertEquals("0", page.value(SLIDER + ".value").asText());
        BufferedImage right = page.picture(STAGE);
        page.drag(STAGE, 0.1, 0.25);
        assertEquals("25", page.value(SLIDER + ".value").asText());
        BufferedImage wiped = page.picture(STAGE);
        int width = wiped.getWidth();
        assertEquals(0, difference(wiped, left, 0.02, 0.23));
        assertEquals(0, difference(wiped, right, 0.27, 0.98));
        assertTrue(difference(left, right, 0.27, 0.98) > 1000, "the pictures differ, " + width + " pixels wide");
        page.press(SLIDER, "ArrowRight", 39);
        assertEquals("26", page.value(SLIDER + ".value").asText());
        // Other pictures: the reader's choice.
        String choice = WIPE + ".querySelectorAll('select')[1]";
        assertEquals("cgls", page.value(choice + ".value").asText());
        page.press(choice, "ArrowUp", 38);
        assertEquals("fbp", page.value(choice + ".value").asText());
        assertTrue(difference(page.picture(STAGE), right, 0.3, 0.98) > 1000, "another picture is shown");
        page.press(SLIDER, "ArrowLeft", 37);
    }

    /** Pixels that differ between two fractions of the width. */
    private static int difference(BufferedImage a, BufferedImage b, double from, double to) {
        int count = 0;
        for (int y = 2; y < a.getHeight() - 2; y++) {
            for (int x = (int) (from * a.getWidth()); x < to * a.getWidth(); x++) {
                count += a.getRGB(x, y) == b.getRGB(x, y) ? 0 : 1;
            }
        }
        return count;
    }

    private static long colours(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }

    private void picturesGrow() {
        String zoom = "document.querySelector('.zoom')";
        page.click("document.querySelector('.grid img.picture')");
        assertFalse(page.value(zoom + " === null").booleanValue());
        page.click(zoom);
        assertTrue(page.value(zoom + " === null").booleanValue());
    }

    private void commandsAreCopied(Path report) throws IOException, InterruptedException {
        String button = "document.querySelector('button.copy')";
        String command =
                page.value(button + ".previousElementSibling.textContent").asText();
        assertTrue(Files.readString(report.resolve("benchmark.json")).contains(command));
        page.click(button);
        // Whether a page may write to the clipboard is the browser's affair; if not, the command is selected.
        String done = "(" + button + ".textContent === 'copied' || getSelection().toString() === " + button
                + ".previousElementSibling.textContent)";
        for (int i = 0; i < 100 && !page.value(done).booleanValue(); i++) {
            Thread.sleep(20);
        }
        assertTrue(page.value(done).booleanValue());
    }
}
