package org.preimage.plugins.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Macro;
import ij.Menus;
import ij.WindowManager;
import ij.gui.MessageDialog;
import ij.plugin.frame.Recorder;
import ij.process.ColorProcessor;
import ij.text.TextWindow;
import java.awt.Choice;
import java.awt.Dialog;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.swing.JLabel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scijava.Context;
import org.scijava.prefs.PrefService;

/**
 * A user of ImageJ: real windows, typed keys, pressed buttons, and the recorder beside them. A box that nobody expected would stay for ever, which
 * the time limit ends.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DialogIT {
    private static Screen screen;

    /** ImageJ with the menu's commands, as its plugin loader would have found them. */
    @BeforeAll
    static void start() throws Exception {
        assumeFalse(
                GraphicsEnvironment.isHeadless(),
                "NOT TESTED: there is no screen on which dialogs could be pressed; xvfb-run -a mvn ... gives one");
        ImageJ imagej = new ImageJ(ImageJ.EMBEDDED);
        imagej.exitWhenQuitting(false);
        screen = new Screen();
        @SuppressWarnings("unchecked")
        Hashtable<String, String> commands = Menus.getCommands();
        try (Context context = new Context()) {
            // Dialogs start with what other tests have given.
            context.service(PrefService.class).clearAll();
            for (String line : PluginsConfig.lines(context)) {
                Matcher entry = Pattern.compile("\"([^\"]+)\", (.+)").matcher(line);
                assertTrue(entry.find(), line);
                commands.put(entry.group(1), entry.group(2));
            }
        }
    }

    @BeforeEach
    void record() {
        new Recorder();
        screen.awaitThat("recorder", () -> Recorder.getInstance() != null && Recorder.record);
    }

    @AfterEach
    void clear() {
        Recorder.getInstance().close();
        for (Window window : Window.getWindows()) {
            if (window instanceof TextWindow || window instanceof Dialog) {
                window.dispose();
            }
        }
        closeAll();
    }

    private static void closeAll() {
        while (WindowManager.getIDList() != null) {
            ImagePlus image = WindowManager.getImage(WindowManager.getIDList()[0]);
            image.changes = false;
            image.close();
        }
    }

    private static String recorded() {
        return Recorder.getInstance().getText();
    }

    private static ImagePlus image(String title) {
        return screen.await(title, () -> WindowManager.getImage(title));
    }

    private static float[] pixels(ImagePlus image) {
        return (float[]) image.getProcessor().getPixels();
    }

    @Test
    void pressedTypedAndRecordedDialogsGiveTheSamePixelsAsTheirMacro() {
        IJ.doCommand("Make Phantom...");
        Dialog dialog = screen.dialog("Make Phantom");
        screen.type(screen.field(dialog, "Size"), "48");
        screen.type(screen.field(dialog, "Pixel"), "0.5");
        screen.picture("make-phantom");
        screen.close(dialog, "OK");
        ImagePlus phantom = image("shepp-logan");
        assertEquals(48, phantom.getWidth());
        assertEquals(0.5, phantom.getCalibration().pixelWidth);
        awaitRecorded("run(\"Make Phantom...\", \"phantom=shepp-logan size=48 pixel=0.5 slices=1 seed=1\");");

        IJ.doCommand("CT Simulate Sinogram...");
        dialog = screen.dialog("CT Simulate Sinogram");
        screen.type(screen.field(dialog, "Number of angles"), "30");
        screen.close(dialog, "OK");
        ImagePlus sinogram = image("shepp-logan-sinogram");
        assertEquals(30, sinogram.getHeight());
        awaitRecorded(
                "run(\"CT Simulate Sinogram...\", \"angles=30 range=180 detectors=0 noise=none seed=1 folder=[]\");");

        IJ.doCommand("CT Filtered Backprojection...");
        dialog = screen.dialog("CT Filtered Backprojection");
        screen.type(screen.field(dialog, "Output size"), "48");
        screen.choose(screen.parts(dialog, Choice.class).get(0), "hann");
        screen.picture("filtered-backprojection");
        screen.close(dialog, "OK");
        float[] pressed = pixels(image("shepp-logan-sinogram-fbp"));
        awaitRecorded(
                "run(\"CT Filtered Backprojection...\", \"range=auto axis=auto size=48 window=hann folder=[]\");");
        screen.picture("result");

        String macro = recorded();
        closeAll();
        assertNull(IJ.runMacro(macro));
        assertArrayEquals(pressed, pixels(image("shepp-logan-sinogram-fbp")));
        assertEquals(macro, recorded(), "the macro was recorded again");
    }

    private static void awaitRecorded(String line) {
        screen.awaitThat(line + " in\n" + recorded(), () -> recorded().contains(line + "\n"));
    }

    @Test
    void aWrongImageIsRefusedInOneSentenceAndNotRecorded() {
        new ImagePlus("rgb", new ColorProcessor(32, 24)).show();
        IJ.doCommand("CT Filtered Backprojection...");
        screen.close(screen.dialog("CT Filtered Backprojection"), "OK");
        Dialog message = screen.await("message", () -> {
            Dialog shown = screen.dialog("CT Filtered Backprojection");
            return shown instanceof MessageDialog ? shown : null;
        });
        screen.picture("refused");
        screen.close(message, "OK");
        assertEquals(List.of("rgb"), List.of(WindowManager.getImageTitles()));
        assertFalse(recorded().contains("Filtered"), recorded());
        String reason = IJ.getErrorMessage();
        assertTrue(reason.matches("[A-Z].*RGB.*\\.") && reason.length() < 300, reason);
    }

    @Test
    void twoImagesAreChosenByTitleAndRecorded() {
        IJ.createImage("truth", "32-bit ramp", 32, 32, 1).show();
        IJ.createImage("guess", "32-bit ramp", 32, 32, 1).show();
        screen.focus(WindowManager.getImage("guess").getCanvas());
        screen.awaitThat("current image", () -> IJ.getImage().getTitle().equals("guess"));
        IJ.doCommand("Compare Images...");
        Dialog dialog = screen.dialog("Compare Images");
        List<Choice> images = screen.parts(dialog, Choice.class);
        assertEquals("guess", images.get(0).getSelectedItem(), "the current image comes first");
        assertEquals("truth", images.get(1).getSelectedItem());
        screen.picture("compare");
        screen.close(dialog, "OK");
        awaitRecorded("run(\"Compare Images...\", \"image=guess reference=truth range=auto\");");
    }

    @Test
    void whoCancelsTheDialogGetsNothing() {
        IJ.doCommand("Make Phantom...");
        screen.close(screen.dialog("Make Phantom"), "Cancel");
        IJ.wait(200);
        assertNull(WindowManager.getIDList());
        assertEquals("", recorded());
    }

    @Test
    void escapeStopsAtOnce() {
        IJ.runMacro("run('Make Phantom...', 'size=256'); run('CT Simulate Sinogram...', 'angles=180');");
        assertNotNull(image("shepp-logan-sinogram"));
        Thread work = new Thread(() -> {
            RuntimeException end = assertThrows(
                    RuntimeException.class,
                    () -> IJ.run("CT Total Variation Reconstruction...", "axis=center weight=0.001 iterations=100000"));
            assertEquals(Macro.MACRO_CANCELED, end.getMessage());
        });
        work.start();
        screen.awaitThat("iterations", () -> status().contains("iteration"));
        assertTrue(IJ.getInstance().getProgressBar().isShowing());
        screen.focus(IJ.getInstance());
        screen.press(KeyEvent.VK_ESCAPE);
        screen.awaitThat("end", () -> !work.isAlive());
        assertTrue(status().contains("cancelled"), status());
        assertNull(WindowManager.getImage("shepp-logan-sinogram-tv"));
    }

    private static String status() {
        return screen.parts(IJ.getInstance(), JLabel.class).get(0).getText();
    }
}
