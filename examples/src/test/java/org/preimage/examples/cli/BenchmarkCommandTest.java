package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmark's command promises: the same again, rows that can be replayed, suites that lack data, gates. */
class BenchmarkCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MEASURED = List.of("seconds", "liveHeapMiB", "allocatedMiB", "residentMiB");

    @TempDir
    Path folder;

    private Session run(Object... arguments) {
        Object[] all = Stream.of(new Object[] {"benchmark", "--out", folder.resolve("report")}, arguments)
                .flatMap(Arrays::stream)
                .toArray();
        return Session.run(all);
    }

    private static JsonNode json(Session session) throws IOException {
        assertEquals(0, session.code(), session.err());
        return JSON.readTree(session.out());
    }

    /** Without what no run repeats: date, time, memory. */
    private static JsonNode repeatable(JsonNode outcome) {
        ObjectNode copy = outcome.deepCopy();
        assertTrue(copy.remove("date").isTextual());
        for (JsonNode row : copy.get("rows")) {
            ((ObjectNode) row).remove(MEASURED);
            row.get("results").forEach(result -> ((ObjectNode) result).remove(MEASURED));
        }
        return copy;
    }

    @Test
    void theSameAgainToTheLastBitAndEveryRowReplayable() throws IOException {
        Object[] command = {
            "--json", "--tasks", "brain-t1-30,shepp-logan-180", "--methods", "fbp,tv:weight=0.5:iterations=20"
        };
        JsonNode first = json(run(command));
        JsonNode second = json(run(command));
        assertEquals(4, first.get("rows").size());
        assertEquals(repeatable(first), repeatable(second));
        String page = Files.readString(folder.resolve("report/index.html"));
        for (JsonNode row : first.get("rows")) {
            String[] words = row.get("command").asText().split(" ");
            assertTrue(page.contains(row.get("command").asText()), "the command stands beside the row");
            assertTrue(words[0].equals("java") && words[words.length - 2].equals("--seed"), row.toString());
            Object[] replay = Arrays.stream(words)
                    .dropWhile(word -> !word.equals("benchmark"))
                    .skip(1)
                    .toArray();
            JsonNode again = repeatable(json(run(
                    Stream.concat(Arrays.stream(replay), Stream.of("--json")).toArray())));
            JsonNode last = again.get("rows").get(again.get("rows").size() - 1);
            ObjectNode expected = ((ObjectNode) row).deepCopy();
            expected.remove(MEASURED);
            expected.get("results").forEach(result -> ((ObjectNode) result).remove(MEASURED));
            assertEquals(expected, last);
        }
    }

    @Test
    void differencesAreThoseOfTheImages() throws IOException {
        JsonNode rows = json(run(
                        "--json", "--tasks", "ellipses-30,ellipses-180", "--methods", "fbp,cgls", "--baseline", "cgls"))
                .get("rows");
        assertEquals("cgls", rows.get(0).get("method").asText(), "the baseline comes first");
        JsonNode fbp = rows.get(1);
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += fbp.at("/results/" + i + "/psnr").doubleValue()
                    - rows.get(0).at("/results/" + i + "/psnr").doubleValue();
        }
        assertEquals("cgls", fbp.get("baseline").asText());
        assertEquals(sum / 3, fbp.get("gain").doubleValue(), 0.0051);
        assertTrue(fbp.get("gainHalfWidth").doubleValue() > 0 && fbp.get("gain").doubleValue() < 0);
        assertTrue(rows.get(3).get("gainHalfWidth").isNull(), "one image has no interval");
        assertTrue(Files.readString(folder.resolve("report/index.html")).contains("n/a"));
        assertEquals(64, fbp.get("data").asText().length());
        assertTrue(
                fbp.get("liveHeapMiB").isNull() && fbp.get("allocatedMiB").doubleValue() > 0,
                "no iterations, no probe");
        assertTrue(rows.get(0).get("liveHeapMiB").doubleValue() < 50, "garbage does not count");
        assertFalse(fbp.get("data").equals(rows.get(3).get("data")));
    }

    @Test
    void suitesWithoutTheirDataAreNamedAndLeftOut() throws IOException {
        Session session = run(
                "--json",
                "--suite",
                "foundation,ct-real,ct-sparse",
                "--cache",
                folder,
                "--tasks",
                "shepp-logan-30",
                "--methods",
                "fbp");
        JsonNode outcome = json(session);
        assertEquals(1, session.err().lines().count(), session.err());
        assertTrue(session.err().startsWith("preimage: suite ct-real is left out: "), session.err());
        assertEquals(1, outcome.get("leftOut").size());
        assertEquals(
                List.of("foundation", "ct-sparse"),
                Stream.of(0, 1)
                        .map(i -> outcome.at("/rows/" + i + "/suite").asText())
                        .toList());
        String page = Files.readString(folder.resolve("report/index.html"));
        assertTrue(page.contains("suite ct-real is left out: "));
        // Tasks of two suites may have the same name.
        assertTrue(page.contains("href=\"#foundation.shepp-logan-30\"")
                && page.contains("id=\"ct-sparse.shepp-logan-30\""));
        Session alone = run("--suite", "ct-real", "--cache", folder);
        assertEquals(2, alone.code());
        assertEquals(
                "preimage: --data joins one suite, but --suite names 2: name one" + System.lineSeparator(),
                run("--suite", "foundation,denoise", "--data", "x.npy").err());
    }

    @Test
    void suitesThatAreDoneOutlastAStopInTheNext() throws InterruptedException, IOException {
        Path page = folder.resolve("report/index.html");
        Thread user = new Thread(() -> {
            try {
                while (!Files.exists(page)) {
                    Thread.sleep(10);
                }
                Cancellation.ask(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        user.start();
        try {
            Session session = run(
                    "--suite",
                    "foundation,ct-sparse",
                    "--tasks",
                    "shepp-logan-180,ellipses-60,head-ct-60,ellipses-90,head-ct-90",
                    "--methods",
                    "sirt:iterations=300");
            assertEquals(3, session.code(), session.err());
        } finally {
            Cancellation.ask(false);
            user.interrupt();
            user.join();
        }
        JsonNode outcome = JSON.readTree(Files.readString(folder.resolve("report/benchmark.json")));
        assertEquals(1, outcome.get("rows").size());
        assertEquals("foundation", outcome.at("/rows/0/suite").asText());
        String sentence = "suite ct-sparse had not run when this report was written";
        assertEquals(sentence, outcome.at("/leftOut/0").asText());
        assertTrue(Files.readString(page).contains(sentence));
    }

    @Test
    void gatesFailWhenTheyShould() throws IOException {
        Path gate = folder.resolve("gate.json");
        Object[] command = {"--tasks", "shepp-logan-30", "--methods", "fbp,cgls"};
        assertEquals(0, gated(command, "--write-gate", gate).code());
        Session held = gated(command, "--gate", gate);
        assertEquals(0, held.code(), held.err());
        assertTrue(held.out().contains("gate " + gate + ": 2 rows checked, all hold"), held.out());

        ObjectNode root = (ObjectNode) JSON.readTree(gate.toFile());
        ObjectNode fbp = (ObjectNode) root.get("rows").get(0);
        double psnr = fbp.get("psnr").doubleValue();
        fbp.put("psnr", psnr + 0.06);
        Session below = gated(command, "--gate", written(root));
        assertEquals(4, below.code());
        assertTrue(
                below.err()
                        .startsWith("preimage: foundation, shepp-logan-30, fbp: PSNR is " + String.format("%.2f", psnr)
                                + " dB, but "),
                below.err());
        assertEquals(2, below.err().lines().count(), "one sentence for the row and one for the gate");
        assertTrue(Files.readString(folder.resolve("report/index.html")).contains("verdict failed"));
        // On other data the wider tolerance holds, and is told.
        fbp.put("data", "0");
        Session wider = gated(command, "--gate", written(root));
        assertEquals(0, wider.code(), wider.err());
        assertTrue(wider.out().contains("1 on other data"), wider.out());
        fbp.put("psnr", psnr + 1.6);
        assertEquals(4, gated(command, "--gate", written(root)).code());

        // A row that is gone, a structural similarity that fell.
        fbp.put("psnr", psnr).put("ssim", 1);
        ((ArrayNode) root.get("rows"))
                .add(fbp.deepCopy().put("task", "shepp-logan-30").put("method", "gone"));
        Session gone = run("--tasks", "shepp-logan-30", "--methods", "fbp,cgls", "--gate", written(root));
        assertEquals(4, gone.code());
        assertTrue(gone.err().contains("fbp: SSIM is "), gone.err());
        assertFalse(gone.err().contains("gone"), "a method that was not asked for is not missed");
        ((ObjectNode) root.get("rows").get(2)).put("method", "cgls").put("task", "gone");
        assertTrue(run("--tasks", "shepp-logan-30", "--methods", "fbp", "--gate", written(root))
                .err()
                .contains("fbp: SSIM"));
    }

    private Session gated(Object[] command, Object... gate) {
        return run(Stream.concat(Arrays.stream(command), Arrays.stream(gate)).toArray());
    }

    private Path written(JsonNode gate) throws IOException {
        return Files.writeString(folder.resolve("changed.json"), gate.toString());
    }

    @Test
    void gatesThatCannotJudgeAreRefused() throws IOException {
        assertRefused("there is no gate file nowhere.json; gates with names are foundation, published", "nowhere.json");
        assertRefused(
                "gate published has no row of what runs; it is about the suites table-ellipses, table-bdgd,"
                        + " table-shepp-logan, learned-priors",
                "published");
        Path file = folder.resolve("gate.json");
        Files.writeString(file, "{\"rows\": ");
        assertTrue(run("--gate", file).err().startsWith("preimage: gate file " + file + " is no JSON: "));
        Files.writeString(
                file,
                "{\"tolerance\": {\"psnr\": 1, \"ssim\": 1}, \"toleranceOnOtherData\": {\"psnr\": 1, \"ssim\": 1},"
                        + " \"rows\": []}");
        assertRefused(
                "gate file " + file + " cannot be used: gate " + file + " has no rows, so nothing could fall below it",
                file);
        assertFalse(Files.exists(folder.resolve("report")));
        Session nowhere = run("--write-gate", folder.resolve("none/gate.json"));
        assertEquals(2, nowhere.code());
        assertTrue(nowhere.err().contains("none does not exist"), nowhere.err());
    }

    private void assertRefused(String sentence, Object gate) {
        Session session = run("--gate", gate);
        assertEquals(2, session.code());
        assertEquals("preimage: " + sentence + System.lineSeparator(), session.err());
    }

    /** The rows that take no time; all of them by {@code preimage benchmark --gate foundation}. */
    @Test
    void theDefaultRunHoldsItsGate() {
        Session session = run("--methods", "fbp", "--gate", "foundation");
        assertEquals(0, session.code(), session.err());
        assertTrue(session.out().contains("gate foundation: 7 rows checked, all hold"), session.out());
    }
}
