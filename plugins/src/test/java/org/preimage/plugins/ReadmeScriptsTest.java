package org.preimage.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CommandListener;
import ij.Executer;
import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.Menus;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.plugins.ct.Scene;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;

/** The README's macro and scripts, run as they stand there. */
class ReadmeScriptsTest {
    private static final Path README = Path.of("..", "README.md");

    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** The only block in the section on Fiji of this language that matches. */
    private static String block(String language, String part) throws IOException {
        String text = Files.readString(README);
        String section = text.substring(text.indexOf("\n## In Fiji"));
        List<String> blocks = Pattern.compile("(?ms)^```" + language + "\\n(.*?)\\n```$")
                .matcher(section.substring(0, section.indexOf("\n## ", 1)))
                .results()
                .map(m -> m.group(1))
                .filter(b -> b.contains(part))
                .toList();
        assertEquals(1, blocks.size(), "blocks of \"" + language + "\" with " + part);
        return blocks.get(0);
    }

    @ParameterizedTest
    @CsvSource({"groovy, groovy", "python, py"})
    void scriptsReconstruct(String language, String extension) throws IOException {
        String script = block(language, "commands.run");
        Map<String, Object> outputs = ScriptLanguages.run(
                lab.context(), extension, script, "sinogram", Scene.sinogram(Scene.SIZE, 23.5, 90, 1));
        ImagePlus tv = (ImagePlus) outputs.get("tv");
        assertTrue(Scene.psnr(tv, 1, 1) > 30, Scene.psnr(tv, 1, 1) + " dB");
    }

    /** ImageJ's interpreter runs the macro; what Fiji's menu would do with a label and its options is done here. */
    @Test
    void macroReconstructs() throws Exception {
        // ImageJ makes its menu bar for the first command, which needs a screen unless Fiji patches it: here it has one
        // without entries.
        Field entries = Menus.class.getDeclaredField("pluginsTable");
        entries.setAccessible(true);
        entries.set(null, new Hashtable<String, String>());
        MenuOfCommands menu = new MenuOfCommands(lab);
        Executer.addCommandListener(menu);
        try {
            new Interpreter().runBatchMacro(block("", "run(\"Make Phantom"), null);
        } finally {
            Executer.removeCommandListener(menu);
            // The macro's last image would stay this thread's current one.
            WindowManager.setTempCurrentImage(null);
        }
        List<String> made = menu.made.stream().map(ImagePlus::getTitle).toList();
        assertEquals(
                List.of("shepp-logan", "shepp-logan-sinogram", "shepp-logan-sinogram-fbp", "shepp-logan-sinogram-tv"),
                made);
        assertTrue(menu.psnr(3) > menu.psnr(2) + 5, menu.psnr(2) + " dB, " + menu.psnr(3) + " dB");
    }

    /** Runs commands by their labels on the current image, with the options of a macro and nothing else. */
    private static final class MenuOfCommands implements CommandListener {
        private final Lab lab;
        private final List<ImagePlus> made = new ArrayList<>();

        MenuOfCommands(Lab lab) {
            this.lab = lab;
        }

        @Override
        public String commandExecuting(String label) {
            for (CommandInfo info : lab.context().service(CommandService.class).getCommands()) {
                if (info.getMenuPath().getLeaf() != null
                        && info.getMenuPath().getLeaf().getName().equals(label)) {
                    run(info, Macro.getOptions());
                    return null;
                }
            }
            return label;
        }

        private void run(CommandInfo info, String options) {
            Map<String, Object> inputs = new LinkedHashMap<>();
            try {
                Class<? extends Command> command = info.loadClass();
                for (ModuleItem<?> input : lab.inputs(command)) {
                    String key = input.getName();
                    Object value =
                            input.getType() == ImagePlus.class ? IJ.getImage() : Macro.getValue(options, key, null);
                    assertFalse(value == null, key + " is missing, which opens a dialog");
                    inputs.put(key, value);
                }
                CommandModule module = lab.context()
                        .service(CommandService.class)
                        .run(command, true, inputs)
                        .get();
                assertFalse(module.isCanceled(), module::getCancelReason);
                module.getOutputs().values().forEach(image -> made.add((ImagePlus) image));
            } catch (Exception e) {
                throw new IllegalStateException(info.getTitle(), e);
            }
        }

        /** Of an image against the first one made, whose range is 1. */
        double psnr(int index) {
            float[] truth = (float[]) made.get(0).getStack().getPixels(1);
            float[] found = (float[]) made.get(index).getStack().getPixels(1);
            assertEquals(truth.length, found.length);
            double sum = 0;
            for (int i = 0; i < truth.length; i++) {
                sum += (truth[i] - found[i]) * (truth[i] - found[i]);
            }
            return 10 * Math.log10(truth.length / sum);
        }
    }
}
