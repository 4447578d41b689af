package org.preimage.plugins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.process.ColorProcessor;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Space;
import org.preimage.plugins.mri.KSpace;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.ContextCommand;
import org.scijava.module.ModuleItem;

/** What holds for every command that Fiji will find: they are taken from the index beside the classes. */
class CommandContractTest {
    private Lab lab;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        IJ.resetEscape();
        lab.close();
    }

    /** All commands of the index that SciJava reads. Without it Fiji shows no command and says nothing. */
    static Stream<Class<? extends Command>> commands() throws IOException, ClassNotFoundException {
        URL code = Work.class.getProtectionDomain().getCodeSource().getLocation();
        String base = code.getPath().endsWith(".jar") ? "jar:" + code + "!/" : code.toString();
        String index;
        try (InputStream in = new URL(base + "META-INF/json/org.scijava.plugin.Plugin").openStream()) {
            index = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Class<? extends Command>> found = new ArrayList<>();
        Matcher matcher =
                Pattern.compile("\"class\":\"(org\\.preimage\\.[^\"]+)\"").matcher(index);
        while (matcher.find()) {
            found.add(Class.forName(matcher.group(1)).asSubclass(Command.class));
        }
        return found.stream();
    }

    static Stream<Class<? extends Command>> ofImages() throws IOException, ClassNotFoundException {
        return commands().filter(c -> {
            try (Lab lab = new Lab()) {
                return mainImage(lab, c) != null;
            }
        });
    }

    /** The first image that a command asks for. */
    private static String mainImage(Lab lab, Class<? extends Command> command) {
        return lab.inputs(command).stream()
                .filter(i -> i.getType() == ImagePlus.class)
                .map(ModuleItem::getName)
                .findFirst()
                .orElse(null);
    }

    /** What makes a command do its work in a moment, beside its defaults. */
    private Map<String, Object> inputs(Class<? extends Command> command) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        switch (command.getSimpleName()) {
            case "OpenScanCommand" -> inputs.put("scan", scan());
            case "SimulateSinogramCommand" -> {
                inputs.put("image", image(3));
                inputs.put("angles", 20);
                inputs.put("noise", "gaussian:1%");
            }
            case "FilteredBackprojectionCommand", "ReconstructCommand" -> {
                inputs.put("sinogram", image(3));
                inputs.put("axis", "center");
            }
            case "PrepareCommand" -> {
                inputs.put("scan", image(3));
                inputs.put("zingers", true);
            }
            case "ReconstructConeCommand" -> inputs.put("scan", cone());
            case "AxisCommand" -> {
                inputs.put("sinogram", image(3));
                inputs.put("axis", "center");
            }
            case "ReconstructLearnedCommand" -> {
                inputs.put("sinogram", image(3));
                inputs.put("axis", "center");
                inputs.put("size", 16);
                inputs.put("method", "deep-image-prior");
                inputs.put("settings", "iterations=2");
            }
            case "ReconstructUncertainCommand" -> {
                inputs.put("sinogram", image(3));
                inputs.put("axis", "center");
                inputs.put("size", 128);
                inputs.put("settings", "bundle=diffusion-ellipses,calls=1,samples=2");
            }
            case "TotalVariationCommand" -> {
                inputs.put("sinogram", image(3));
                inputs.put("axis", "center");
                inputs.put("weight", "0.1");
                inputs.put("iterations", 50);
            }
            case "DenoiseCommand" -> {
                inputs.put("image", image(3));
                inputs.put("method", "tv");
                inputs.put("settings", "weight=0.1,iterations=50");
            }
            case "InpaintCommand" -> {
                inputs.put("image", image(3));
                inputs.put("mask", Lab.stack("mask", 32, 24, 1, (x, y, z) -> (x + y) % 3 == 0 ? 0 : 1));
                inputs.put("settings", "weight=0.01,iterations=50");
            }
            case "DeconvolveCommand" -> {
                inputs.put("image", image(3));
                inputs.put("psf", Lab.stack("psf", 5, 5, 1, (x, y, z) -> x == 2 && y == 2 ? 4 : x == 2 ? 1 : 0));
                inputs.put("settings", "weight=0.01,iterations=50");
            }
            case "DenoiseLearnedCommand" -> {
                inputs.put("image", image(3));
                inputs.put("settings", "weight=1,sigma=0.1,iterations=5");
            }
            case "ReconstructLearnedMriCommand" -> inputs.put("kspace", kspace());
            case "ReconstructUncertainMriCommand" -> {
                inputs.put("kspace", kspace());
                inputs.put("settings", "calls=1,samples=2");
            }
            case "TrainOnStackCommand" -> {
                inputs.put("image", image(3));
                inputs.put("folder", folder.resolve("stack").toFile());
                inputs.put("steps", 2);
            }
            case "OverlayUncertaintyCommand" -> inputs.put("image", uncertain());
            case "CalibrateUncertaintyCommand" -> {
                inputs.put("image", uncertain());
                inputs.put("reference", Lab.stack("truth", 32, 24, 3, (x, y, z) -> x % 7));
                inputs.put("file", folder.resolve("calibration.json").toFile());
            }
            case "CompareCommand" -> {
                inputs.put("image", image(3));
                inputs.put("reference", image(1));
            }
            case "OpenKSpaceCommand" -> inputs.put("data", KSpace.write(folder));
            case "ReconstructKSpaceImageCommand" -> inputs.put("kspace", kspace());
            case "ReconstructKSpaceCommand" -> inputs.put("data", KSpace.write(folder));
            case "BlurCommand" -> {
                inputs.put("image", image(3));
                inputs.put("psf", Lab.stack("psf", 5, 5, 1, (x, y, z) -> x == 2 && y == 2 ? 4 : x == 2 ? 1 : 0));
                inputs.put("noise", "gaussian:0.1");
            }
            case "ConvergenceCommand" -> {
                inputs.put("sinogram", image(3));
                inputs.put("axis", "center");
                inputs.put("methods", "tv tv-admm");
            }
            case "PhantomCommand" -> inputs.put("size", 16);
            case "MethodsCommand" -> {
                // It asks for nothing.
            }
            case "PointSpreadCommand" -> inputs.put("size", 9);
            case "TrainCommand" -> {
                inputs.put("folder", folder.resolve("training").toFile());
                inputs.put("steps", 1);
            }
            default -> throw new IllegalStateException("this test has no inputs for " + command);
        }
        return inputs;
    }

    private static ImagePlus image(int planes) {
        ImagePlus image = Lab.stack(
                "in.tif",
                32,
                24,
                planes,
                (x, y, z) -> (x > 8 && x < 20 && y > 6 && y < 18 ? 2 + z : 1) + (x * 7 + y * 3) % 5 * 0.1f);
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        image.getCalibration().pixelDepth = 0.75;
        image.getCalibration().setUnit("mm");
        return image;
    }

    /** Mean and standard deviation of three slices. */
    private static ImagePlus uncertain() {
        ImagePlus image = image(6);
        image.setDimensions(2, 3, 1);
        return image;
    }

    /** Three slices, in memory. */
    private ImagePlus kspace() {
        ImagePlus kspace = KSpace.image(lab, KSpace.write(folder, 3)).duplicate();
        kspace.getCalibration().pixelWidth = 0.5;
        return kspace;
    }

    /** The image as a cone-beam scan of 32 cells, 24 views and 3 rows. */
    private static ImagePlus cone() {
        ImagePlus image = image(3);
        image.setProp(
                "preimage.geometry",
                "{\"operator\": \"cone-beam\", \"image\": {\"size\": [32, 32, 3], \"pixel\": 0.5, \"slice\": 0.75}, \"detector\":"
                        + " {\"size\": [32, 3], \"spacing\": [1, 1.5]}, \"sourceToAxis\": 100, \"sourceToDetector\": 200,"
                        + " \"angles\": {\"start\": 0, \"stop\": 360, \"count\": 24}}");
        image.setProp("preimage.geometry.known", "length axis angles");
        return image;
    }

    private File scan() {
        try {
            File file = folder.resolve("p.npy").toFile();
            Npy.write(file.toPath(), new Planes("Image", image(1)).read(0, Space.image(32, 24, 1)));
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private CommandModule run(Class<? extends Command> command, Map<String, Object> inputs) {
        List<Object> list = new ArrayList<>();
        inputs.forEach((key, value) -> {
            list.add(key);
            list.add(value);
        });
        return lab.run(command, list.toArray());
    }

    private ImagePlus output(Class<? extends Command> command, CommandModule module) {
        String name = lab.info(command).outputs().iterator().next().getName();
        return (ImagePlus) module.getOutput(name);
    }

    @Test
    void thereAreCommandsAndTheirMenusAreTheirOwn() throws Exception {
        Set<String> labels = new HashSet<>();
        List<Class<? extends Command>> all = commands().toList();
        assertTrue(all.size() >= 8, all.toString());
        for (Class<? extends Command> command : all) {
            String menu = lab.info(command).getMenuPath().getMenuString();
            assertTrue(menu.matches("Plugins > Preimage > [^>]+ > [^>]+"), menu);
            assertTrue(labels.add(menu.substring(menu.lastIndexOf('>'))), menu + " is there twice");
            assertEquals(lab.inputs(command).isEmpty(), !menu.endsWith("..."), menu);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void keepsTheRulesOfFiji(Class<? extends Command> command) {
        assertTrue(ContextCommand.class.isAssignableFrom(command));
        CommandInfo info = lab.info(command);
        assertTrue(info.canRunHeadless());
        assertFalse(info.getDescription().isEmpty());
        for (ModuleItem<?> input : lab.inputs(command)) {
            assertFalse(input.getLabel().isEmpty(), input.getName() + " has no label");
            assertFalse(input.isOutput(), input.getName() + " is changed in place");
            assertEquals("NORMAL", input.getVisibility().name());
            assertTrue(input.getName().matches("[a-z]+"), input.getName() + " is no plain key");
            if (input.getType() == ImagePlus.class
                    || input.getName().equals("folder") && input.getType() == String.class) {
                assertFalse(input.isPersisted(), input.getName() + " is remembered");
            }
        }
        for (ModuleItem<?> output : info.outputs()) {
            assertEquals(ImagePlus.class, output.getType(), "a scalar output opens a window");
        }
    }

    /** An option string as the recorder writes it, read by ImageJ's own parser. */
    @ParameterizedTest
    @MethodSource("commands")
    void runsFromAMacroStringWithAllInputs(Class<? extends Command> command) throws Exception {
        Map<String, Object> given = inputs(command);
        Object fresh = command.getDeclaredConstructor().newInstance();
        StringBuilder options = new StringBuilder();
        for (ModuleItem<?> input : lab.inputs(command)) {
            String key = input.getName();
            Object value = given.containsKey(key) ? given.get(key) : Lab.defaultOf(fresh, key);
            if (input.getType() != ImagePlus.class) {
                options.append(key)
                        .append("=[")
                        .append(value == null ? "" : value)
                        .append("] ");
            }
        }
        Map<String, Object> read = new LinkedHashMap<>();
        for (ModuleItem<?> input : lab.inputs(command)) {
            String key = input.getName();
            String text = Macro.getValue(options.toString(), key, null);
            boolean file = input.getType() == File.class && String.valueOf(text).isEmpty();
            read.put(key, input.getType() == ImagePlus.class ? given.get(key) : file ? null : text);
        }
        CommandModule module = run(command, read);
        assertFalse(module.isCanceled(), module::getCancelReason);
        for (ModuleItem<?> output : lab.info(command).outputs()) {
            assertNotNull(module.getOutput(output.getName()));
        }
        assertFalse(lab.finished().isEmpty(), "no task told of progress");
        assertTrue(lab.progress().size() >= 2, "no progress");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void runsFromGroovyAndJython(Class<? extends Command> command) {
        for (String extension : List.of("groovy", "py")) {
            CommandModule module = ScriptLanguages.call(lab, extension, command, inputs(command));
            assertFalse(module.isCanceled(), module::getCancelReason);
            for (ModuleItem<?> output : lab.info(command).outputs()) {
                assertNotNull(module.getOutput(output.getName()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ofImages")
    void wrongImagesAreRefusedInOneSentence(Class<? extends Command> command) {
        String key = mainImage(lab, command);
        Map<String, Object> given = inputs(command);
        ImagePlus bad = (ImagePlus) given.get(key);
        for (int n = 1; n <= bad.getStackSize(); n++) {
            ((float[]) bad.getStack().getPixels(n))[5] = Float.NaN;
        }
        Map<String, ImagePlus> wrong = new LinkedHashMap<>();
        wrong.put("NaN", bad);
        wrong.put("RGB", new ImagePlus("rgb", new ColorProcessor(32, 24)));
        wrong.put("missing", new ImagePlus());
        wrong.forEach((word, image) -> {
            given.put(key, image);
            CommandModule module = run(command, given);
            assertTrue(module.isCanceled(), word);
            String reason = module.getCancelReason();
            assertTrue(
                    reason.contains(word) && reason.endsWith(".") && !reason.contains("\n") && reason.length() < 300,
                    word + ": " + reason);
            assertTrue(lab.info(command).outputs().iterator().hasNext());
            assertEquals(null, output(command, module), word);
        });
    }

    @ParameterizedTest
    @MethodSource("ofImages")
    void keepsTheInputItsCalibrationAndItsSlices(Class<? extends Command> command) {
        Map<String, Object> given = inputs(command);
        ImagePlus in = (ImagePlus) given.get(mainImage(lab, command));
        float[] before = ((float[]) in.getStack().getPixels(2)).clone();
        ImagePlus out = output(command, run(command, given));
        assertArrayEquals(before, (float[]) in.getStack().getPixels(2));
        assertFalse(in.changes, "the input is marked as changed");
        assertEquals(0.5, in.getCalibration().pixelWidth);
        assertTrue(out.getInfoProperty().startsWith("Made by: Preimage, "), out.getInfoProperty());
        if (!PlanewiseCommand.class.isAssignableFrom(command)) {
            return;
        }
        assertEquals(0.5, out.getCalibration().pixelWidth);
        assertEquals(0.75, out.getCalibration().pixelDepth);
        assertEquals("mm", out.getCalibration().getXUnit());
        int channels = out.getNChannels();
        assertEquals(3 * channels, out.getStackSize());
        if (channels == 1) {
            assertEquals("label 1", out.getStack().getSliceLabel(2));
        } else {
            assertEquals("standard deviation", out.getStack().getSliceLabel(2));
        }
        assertEquals(32, out.getBitDepth());
        assertTrue(out.getTitle().startsWith("in-"), out.getTitle());
    }

    /** Slices that were made before a stop and after it are those of a run that was never stopped, noise included. */
    @ParameterizedTest
    @MethodSource("ofImages")
    void goesOnInItsFolderAsIfItHadNeverStopped(Class<? extends Command> command) {
        if (!PlanewiseCommand.class.isAssignableFrom(command)
                || lab.inputs(command).stream().noneMatch(i -> i.getName().equals("folder"))) {
            return;
        }
        Map<String, Object> given = inputs(command);
        ImagePlus whole = output(command, run(command, given));
        given.put("folder", folder.resolve("slices").toString());
        lab.cancelWhen(task -> task.getProgressValue() >= 1000);
        assertTrue(run(command, given).isCanceled());
        lab.cancelWhen(task -> false);
        CommandModule second = run(command, given);
        assertFalse(second.isCanceled(), second::getCancelReason);
        ImagePlus inFolder = output(command, second);
        assertEquals(whole.getStackSize(), inFolder.getStackSize());
        for (int n = 1; n <= whole.getStackSize(); n++) {
            assertArrayEquals((float[]) whole.getStack().getPixels(n), (float[])
                    inFolder.getStack().getPixels(n));
        }
    }

    /** The soonest of three runs, as machines that run tests do other things as well. */
    @ParameterizedTest
    @MethodSource("ofImages")
    void stopsWithinASecondOfCancel(Class<? extends Command> command) {
        double soonest = Double.POSITIVE_INFINITY;
        for (int run = 0; run < 3 && soonest >= 1; run++) {
            AtomicLong asked = new AtomicLong();
            lab.cancelWhen(task -> {
                boolean now = task.getProgressValue() >= 1000;
                if (now) {
                    asked.compareAndSet(0, System.nanoTime());
                }
                return now;
            });
            CommandModule module = run(command, inputs(command));
            assertTrue(asked.get() != 0);
            soonest = Math.min(soonest, (System.nanoTime() - asked.get()) * 1e-9);
            assertTrue(module.isCanceled());
            assertEquals("", module.getCancelReason(), "a reason pops up a box");
            ImagePlus part = output(command, module);
            assertTrue(part != null || !PlanewiseCommand.class.isAssignableFrom(command));
            assertTrue(part == null || part.getTitle().endsWith("-part"));
        }
        assertTrue(soonest < 1, soonest + " s");
    }
}
