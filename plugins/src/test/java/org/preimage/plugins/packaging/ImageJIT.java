package org.preimage.plugins.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ij.IJ;
import ij.ImagePlus;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/** Preimage_-ij1.jar, in an ImageJ that has nothing else. */
class ImageJIT {
    private static final Path TARGET = Path.of(System.getProperty("preimage.target"));
    private static final Path JAR = TARGET.resolve("Preimage_-ij1.jar");

    @TempDir
    Path folder;

    @Test
    void itsMenuHasEveryCommandOfTheIndex() throws IOException {
        Set<String> expected = new HashSet<>();
        try (Context context = new Context()) {
            for (CommandInfo command : context.service(CommandService.class).getCommands()) {
                MenuPath menu = command.getMenuPath();
                if (command.getClassName().startsWith("org.preimage.") && !menu.isEmpty()) {
                    expected.add("Plugins>Preimage>" + menu.get(2).getName() + ", \""
                            + menu.getLeaf().getName() + "\", org.preimage.plugins.imagej.CommandPlugIn(\""
                            + command.getClassName() + "\")");
                }
            }
        }
        assertTrue(expected.size() > 15, expected.toString());
        try (ZipFile jar = new ZipFile(JAR.toFile());
                InputStream menu = jar.getInputStream(jar.getEntry("plugins.config"))) {
            assertEquals(
                    expected,
                    Set.copyOf(new String(menu.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList()));
        }
        assertFalse(Zips.classes(JAR).contains("ij/IJ.class"), "ImageJ is in its own plugin");
    }

    /** With PyTorch's natives where their zip puts them. */
    @Test
    void runsAMacroInImageJAlone() throws Exception {
        assumeFalse(
                GraphicsEnvironment.isHeadless(),
                "NOT TESTED: ImageJ does not start without a screen; xvfb-run -a mvn ... gives one");
        Files.createDirectory(folder.resolve("plugins"));
        Files.copy(JAR, folder.resolve("plugins").resolve(JAR.getFileName()));
        Zips.unpack(TARGET.resolve(System.getProperty("preimage.natives")), folder);
        String macro = """
                run("Make Phantom...", "phantom=shepp-logan size=64 pixel=1 slices=1 seed=1");
                run("CT Simulate Sinogram...", "angles=30 range=180 detectors=0 noise=none seed=1 folder=[]");
                sinogram = getTitle();
                run("CT Filtered Backprojection...", "range=auto axis=auto size=64 window=hann folder=[]");
                saveAs("Tiff", "%1$s/classical.tif");
                selectWindow(sinogram);
                run("Learned CT Reconstruction...", "size=64 method=pnp-dncnn settings=iterations=2");
                saveAs("Tiff", "%1$s/learned.tif");
                """.formatted(folder.toString().replace('\\', '/'));
        Path file = Files.writeString(folder.resolve("macro.ijm"), macro);
        List<String> output = Child.java(
                folder,
                List.of(Path.of(IJ.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())),
                List.of("-Dplugins.dir=" + folder),
                "ij.ImageJ",
                "-batch",
                file.toString());
        ImagePlus classical = IJ.openImage(folder.resolve("classical.tif").toString());
        ImagePlus learned = IJ.openImage(folder.resolve("learned.tif").toString());
        assertTrue(classical != null && learned != null, output.toString());
        assertEquals(32, classical.getBitDepth());
        assertEquals(64, learned.getWidth());
        assertTrue(learned.getInfoProperty().contains("Made by: Preimage, Learned CT Reconstruction"));
        double mean = classical.getProcessor().getStatistics().mean;
        assertEquals(mean, learned.getProcessor().getStatistics().mean, 0.2 * mean);
        assertEquals(
                List.of(JAR.getFileName().toString()),
                List.of(folder.resolve("plugins").toFile().list()),
                "SciJava has written an index of ImageJ's plugins");
    }
}
