package org.preimage.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.examples.cli.Main;
import org.preimage.examples.gallery.BenchmarkPictures;
import org.preimage.examples.gallery.Overview;
import org.preimage.examples.gallery.Restored;
import org.preimage.examples.gallery.Undersampled;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Methods;
import picocli.CommandLine;

/** What the README says is so: its script runs, its commands parse, its names exist, its picture can be drawn. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final String BUILD_AND_RUN =
            "mvn -q -DskipTests package && java -jar examples/target/preimage.jar benchmark --out preimage-benchmark";
    private static final String TEST = "mvn -B verify";
    private static final String PROGRAM = "java -jar examples/target/preimage.jar";

    private static final int BLOCK = 12;

    /** Rows below the images of a picture. */
    private static final int CAPTION = 70;

    private static final String MAIN = " public static void main(String[] args) throws Exception {\n";

    private final String text;

    @TempDir
    Path folder;

    ReadmeTest() throws IOException {
        text = Files.readString(ROOT.resolve("README.md"));
    }

    @Test
    void setUpIsTwoCommands() throws IOException {
        assertTrue(blocks("").contains(BUILD_AND_RUN), BUILD_AND_RUN);
        assertTrue(blocks("").contains(TEST), TEST);
        List<String> words = List.of(TEST.split(" "));
        assertTrue(
                Files.readAllLines(ROOT.resolve(".ci/run")).stream()
                        .anyMatch(line -> List.of(line.split(" ")).containsAll(words)),
                "no line of .ci/run has all words of " + TEST);
    }

    /** The scripts that are no whole files. */
    private List<String> snippets() {
        return blocks("java").stream().filter(b -> !b.contains("class ")).toList();
    }

    @Test
    void theSweepPrintsWhatIsStated() throws Exception {
        List<String> files =
                blocks("java").stream().filter(b -> b.contains("class ")).toList();
        assertEquals(1, files.size());
        String printed = run("Sweep", files.get(0));
        List<MatchResult> stated = matches("(?m)^(\\d+ views, \\w+): ([\\d.]+) dB, converged$", text);
        assertEquals(4, stated.size());
        for (MatchResult line : stated) {
            List<MatchResult> found = matches(line.group(1) + ": ([\\d.]+) dB", printed);
            assertEquals(1, found.size(), printed);
            assertEquals(
                    Double.parseDouble(line.group(2)),
                    Double.parseDouble(found.get(0).group(1)),
                    0.3,
                    printed);
        }
    }

    @Test
    void theScriptHasTenLinesAndReconstructs() throws Exception {
        List<String> java = snippets();
        assertEquals(4, java.size(), "the script, its imports, and the scripts for MRI and deconvolution");
        String script = java.get(0);
        assertEquals(10, script.lines().count());
        double measured = psnr(java.get(1) + "\nclass Script {" + MAIN + script + "\n}}\n");
        assertEquals(stated("This prints (\\d+\\.\\d) dB"), measured, 0.3);
        assertTrue(measured > 25);
        assertTrue(Files.size(folder.resolve("phantom-tv.tif")) > 128 * 128 * 4);
    }

    @Test
    void theScriptForMriReconstructs() throws Exception {
        String script = snippets().get(2).replace("Space pixels", "class Script {" + MAIN + "Space pixels");
        assertEquals(stated("It prints a PSNR of (\\d+\\.\\d) dB\\."), psnr(script + "\n}}\n"), 0.3);
    }

    @Test
    void theScriptForDeconvolutionReconstructs() throws Exception {
        String script = snippets().get(3).replace("Space pixels", "class Script {" + MAIN + "Space pixels");
        assertEquals(stated("It prints a PSNR of (\\d+\\.\\d) dB after deconvolution"), psnr(script + "\n}}\n"), 0.3);
    }

    private double stated(String pattern) {
        List<MatchResult> stated = matches(pattern, text);
        assertEquals(1, stated.size(), pattern);
        return Double.parseDouble(stated.get(0).group(1));
    }

    /** Compiles and runs a class Script; what it prints ends with its PSNR. */
    private double psnr(String program) throws Exception {
        String output = run("Script", program);
        List<MatchResult> psnr = matches("PSNR (\\d+)[.,](\\d)\\d dB", output);
        assertEquals(1, psnr.size(), output);
        return Double.parseDouble(psnr.get(0).group(1) + "." + psnr.get(0).group(2));
    }

    /** Compiles and runs a class, and returns what it prints. */
    private String run(String name, String program) throws Exception {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, program);
        String classPath = System.getProperty("java.class.path");
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString());
        assertEquals(0, failed, "the script does not compile");

        Path printed = folder.resolve("printed.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder.toAbsolutePath() + System.getProperty("path.separator") + classPath,
                        "-Djava.awt.headless=true",
                        name)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the script does not end");
        String output = Files.readString(printed);
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    @Test
    void commandLinesParse() {
        List<String> commands = commands();
        assertTrue(commands.size() > 10, commands.toString());
        for (String command : commands) {
            String[] words = command.replaceFirst(" > .*", "").split(" +");
            CommandLine.ParseResult parsed = new CommandLine(new Main()).parseArgs(words);
            assertTrue(parsed.hasSubcommand() || parsed.isUsageHelpRequested(), command);
        }
    }

    @Test
    void methodsAndTheirParametersExist() {
        int found = 0;
        for (String command : commands()) {
            for (MatchResult method : matches("--method ([\\w-]+)", command)) {
                Map<String, String> set = new HashMap<>();
                matches("--set (\\w+)=(\\S+)", command).forEach(s -> set.put(s.group(1), s.group(2)));
                assertNotNull(
                        Methods.named(LearnedMethods.all(), method.group(1)).with(set), command);
                found++;
            }
        }
        assertTrue(found > 0);
    }

    @Test
    void specIsRead() throws IOException {
        List<String> specs = blocks("json");
        assertFalse(specs.isEmpty());
        write("maps.npy", Space.ofSizes(180, 230, 8).complex());
        write("mask.npy", Space.ofSizes(180, 230));
        write("trajectory.npy", Space.ofSizes(2, 16, 4));
        for (String spec : specs) {
            OperatorSpec read = OperatorSpec.parse(spec, folder);
            // Sensitivities that come from data are not there yet.
            assertTrue(spec.contains("espirit") || read.operator() != null, spec);
        }
    }

    private void write(String name, Space space) throws IOException {
        Image image = Image.zeros(space);
        Arrays.fill(image.data(), 1);
        Npy.write(folder.resolve(name), image);
    }

    @Test
    void classesAndPackagesExist() throws IOException {
        Set<Path> sources;
        try (Stream<Path> all = Files.walk(ROOT)) {
            sources = all.filter(
                            p -> p.toString().contains("src" + p.getFileSystem().getSeparator()))
                    .collect(Collectors.toSet());
        }
        for (MatchResult name : matches("org\\.preimage(\\.\\w+)+", text)) {
            Path path = Path.of(name.group().replace('.', '/'));
            Path file = Path.of(path + ".java");
            assertTrue(sources.stream().anyMatch(p -> p.endsWith(path) || p.endsWith(file)), name.group());
        }
        // Named in prose, and not ours.
        Set<String> others = Set.of("CommandService", "RandomGenerator");
        for (MatchResult name : matches("`([A-Z]\\w*[a-z]\\w*)`", text)) {
            assertTrue(
                    others.contains(name.group(1))
                            || sources.stream().anyMatch(p -> p.endsWith(name.group(1) + ".java")),
                    name.group(1));
        }
        for (MatchResult program : matches("java -cp examples/target/preimage.jar (org\\.\\S+)", text)) {
            assertNotNull(assertMain(program.group(1)));
        }
    }

    private static Object assertMain(String name) {
        try {
            return Class.forName(name).getMethod("main", String[].class);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name + " has no main method", e);
        }
    }

    @Test
    void filesExist() {
        List<String> files = new ArrayList<>();
        matches("\\]\\(([\\w./-]+)\\)", text).forEach(m -> files.add(m.group(1)));
        matches("`((?:examples|operators|reconstruction)/src/[^`]*|LICENSE|CITATION\\.cff)`", text)
                .forEach(m -> files.add(m.group(1)));
        assertTrue(files.size() >= 3, files.toString());
        for (String file : files) {
            assertTrue(Files.exists(ROOT.resolve(file)), file);
        }
    }

    /** A macro string with a missing input opens a dialog, so it must hold all of them. */
    @Test
    void macroAndScriptNameEveryInputOfFijiCommands() {
        Map<String, Set<String>> inputs = new HashMap<>();
        for (JavaClass type : new ClassFileImporter().importPackages("org.preimage.plugins")) {
            if (type.isAnnotatedWith("org.scijava.plugin.Plugin")) {
                String menu = type.getAnnotationOfType("org.scijava.plugin.Plugin")
                        .get("menuPath")
                        .orElseThrow()
                        .toString();
                Set<String> names = new TreeSet<>();
                for (JavaField field : type.getAllFields()) {
                    if (field.isAnnotatedWith("org.scijava.plugin.Parameter")
                            && !field.getRawType().getSimpleName().equals("ImagePlus")
                            && !field.getRawType().getName().startsWith("org.scijava.")) {
                        names.add(field.getName());
                    }
                }
                inputs.put(menu.substring(menu.lastIndexOf('>') + 1), names);
                inputs.put(type.getSimpleName(), names);
            }
        }
        List<MatchResult> calls = matches("run\\(\"([^\"]+)\", \"([^\"]*)\"\\);", text);
        assertTrue(calls.size() >= 4, "macros are not found");
        for (MatchResult call : calls) {
            Set<String> keys = Arrays.stream(call.group(2).split(" "))
                    .map(option -> option.substring(0, option.indexOf('=')))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(inputs.get(call.group(1)), keys, call.group(1));
        }
        for (MatchResult row : matches("(?m)^\\| (CT [^|]+) \\|", text)) {
            assertTrue(inputs.containsKey(row.group(1)), row.group(1));
        }
        List<MatchResult> scripts = matches("(?s)commands\\.run\\((\\w+), [Tt]rue, (.*?)\\)\\.get", text);
        assertEquals(2, scripts.size());
        for (MatchResult script : scripts) {
            String[] arguments = script.group(2).replace("\"", "").split(",\\s*");
            Set<String> keys = new TreeSet<>();
            for (int i = 0; i < arguments.length; i += 2) {
                keys.add(arguments[i]);
            }
            assertTrue(keys.remove("sinogram"));
            assertEquals(inputs.get(script.group(1)), keys);
        }
    }

    @Test
    void picturesAreWhatTheProgramsDraw() throws IOException {
        Path file = folder.resolve("drawn.png");
        Overview.main(new String[] {file.toString()});
        assertDrawn("overview.png", file);
        Undersampled.main(new String[] {file.toString()});
        assertDrawn("undersampled.png", file);
        Restored.main(new String[] {file.toString()});
        assertDrawn("restored.png", file);
        BenchmarkPictures.main(new String[] {folder.toString()});
        for (String name : List.of("few-views.png", "radial.png", "denoised.png", "learned.png")) {
            assertDrawn(name, folder.resolve(name));
        }
    }

    private static void assertDrawn(String picture, Path file) throws IOException {
        Path committed = ROOT.resolve("examples/pictures").resolve(picture);
        assertTrue(Files.size(committed) < 300_000);
        BufferedImage drawn = ImageIO.read(file.toFile());
        BufferedImage shown = ImageIO.read(committed.toFile());
        assertEquals(shown.getWidth(), drawn.getWidth());
        assertEquals(shown.getHeight(), drawn.getHeight());
        // Letters differ with the fonts of a machine, so captions do not count; noise of one seed differs from Java 17
        // to 25, means
        // over blocks hardly.
        double difference = 0;
        int blocks = 0;
        for (int y = 0; y + BLOCK <= shown.getHeight() - CAPTION; y += BLOCK) {
            for (int x = 0; x + BLOCK <= shown.getWidth(); x += BLOCK) {
                difference += Math.abs(mean(shown, x, y) - mean(drawn, x, y));
                blocks++;
            }
        }
        assertTrue(difference / blocks < 1.2, picture + " is out of date: " + difference / blocks);
    }

    private static double mean(BufferedImage image, int left, int top) {
        double sum = 0;
        for (int y = top; y < top + BLOCK; y++) {
            for (int x = left; x < left + BLOCK; x++) {
                sum += image.getRGB(x, y) & 255;
            }
        }
        return sum / (BLOCK * BLOCK);
    }

    /** All calls of the program: in blocks and within sentences; COMMAND stands for each command. */
    private List<String> commands() {
        List<String> commands = new ArrayList<>();
        Stream.concat(
                        blocks("").stream().flatMap(String::lines),
                        matches("`(preimage [^`]+)`", text).stream()
                                .map(m -> m.group(1).replace('\n', ' ')))
                .map(line -> line.replace(PROGRAM, "preimage"))
                .flatMap(line -> Arrays.stream(line.split(" && ")))
                .filter(line -> line.startsWith("preimage "))
                .map(line -> line.substring("preimage ".length()))
                .forEach(commands::add);
        if (commands.remove("COMMAND --help")) {
            new CommandLine(new Main()).getSubcommands().keySet().forEach(c -> commands.add(c + " --help"));
        }
        return commands;
    }

    /** The fenced blocks of a language. */
    private List<String> blocks(String language) {
        return matches("(?ms)^```(\\w*)\\n(.*?)\\n```$", text).stream()
                .filter(m -> m.group(1).equals(language))
                .map(m -> m.group(2))
                .toList();
    }

    private static List<MatchResult> matches(String pattern, String in) {
        return Pattern.compile(pattern).matcher(in).results().toList();
    }
}
