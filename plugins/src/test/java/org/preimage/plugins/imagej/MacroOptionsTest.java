package org.preimage.plugins.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.preimage.plugins.Lab;
import org.preimage.plugins.ct.OpenScanCommand;
import org.preimage.plugins.ct.TotalVariationCommand;
import org.preimage.plugins.learned.TrainCommand;
import org.preimage.plugins.restoration.DeconvolveCommand;
import org.preimage.plugins.simulate.PhantomCommand;
import org.preimage.plugins.simulate.SimulateSinogramCommand;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Inputs of commands as texts of macros: what is recorded is read back, what is wrong is refused. */
class MacroOptionsTest {
    private final Lab lab = new Lab();

    /** Macros of other tests leave a current image to the thread. */
    @BeforeEach
    void noImage() {
        WindowManager.setTempCurrentImage(null);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Module module(Class<? extends Command> command) {
        return lab.context().service(ModuleService.class).createModule(lab.info(command));
    }

    private Map<String, Object> read(String options, Class<? extends Command> command) {
        return MacroOptions.read(options, Input.of(lab.info(command)), module(command));
    }

    private String refused(String options, Class<? extends Command> command) {
        return assertThrows(IllegalArgumentException.class, () -> read(options, command))
                .getMessage();
    }

    @Test
    void readsEveryKindOfInput() {
        Map<String, Object> values =
                read("phantom=discs size=64 pixel=5e-1 slices=2 seed=7000000000", PhantomCommand.class);
        assertEquals("{phantom=discs, size=64, pixel=0.5, slices=2, seed=7000000000}", values.toString());
        assertEquals(Integer.class, values.get("size").getClass());
        assertEquals(Long.class, values.get("seed").getClass());
        values = read("scan=[/data/my scan.h5] zingers=true", OpenScanCommand.class);
        assertEquals(new File("/data/my scan.h5"), values.get("scan"));
        assertEquals(true, values.get("zingers"));
        assertEquals("", values.get("array"));
    }

    @Test
    void whatIsLeftOutHasItsDeclaredDefault() {
        assertEquals(
                "{phantom=shepp-logan, size=64, pixel=1.0, slices=1, seed=1}",
                read("size=64", PhantomCommand.class).toString());
        assertEquals(false, read("scan=a.npy", OpenScanCommand.class).get("zingers"));
        assertEquals(true, read("scan=a.npy zingers", OpenScanCommand.class).get("zingers"));
        assertEquals(
                false,
                read("scan=[no zingers] array=[a zingers b]", OpenScanCommand.class)
                        .get("zingers"));
    }

    @Test
    void refusesInOneSentence() {
        assertEquals(
                "size is \"64.5\", but must be a whole number of at most nine digits",
                refused("size=64.5", PhantomCommand.class));
        assertEquals("pixel is \"wide\", but must be a number", refused("pixel=wide", PhantomCommand.class));
        assertEquals(
                "zingers is \"maybe\", but must be true or false",
                refused("scan=a zingers=maybe", OpenScanCommand.class));
        assertEquals("image is missing: open an image", refused("angles=3", SimulateSinogramCommand.class));
        assertEquals("image is missing: name an open image", refused("edges=zero", DeconvolveCommand.class));
        assertEquals(
                "image is \"gone\", but no image of this title is open",
                refused("image=gone angles=3", SimulateSinogramCommand.class));
    }

    /** The recorder's own text, of values that are no defaults, with blanks, quotes and nothing in them. */
    @Test
    void whatIsRecordedIsReadBack() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("recipe", "a b");
        values.put("folder", new File("/some where/deep"));
        values.put("data", null);
        values.put("steps", 12);
        values.put("seed", 3L);
        values.put("minutes", 0.000125);
        values.put("device", "cpu");
        values.put("precision", "mixed");
        assertEquals(values, read(recorded(values, TrainCommand.class), TrainCommand.class));
        assertEquals(
                "recipe=[a b] folder=[/some where/deep] data=[] steps=12 seed=3 minutes=1.25E-4 device=cpu precision=mixed",
                recorded(values, TrainCommand.class));
    }

    @Test
    void theOnlyImageIsNotRecorded() {
        Map<String, Object> values = new LinkedHashMap<>();
        List<Input> inputs = Input.of(lab.info(TotalVariationCommand.class));
        Module module = module(TotalVariationCommand.class);
        inputs.forEach(i -> values.put(i.key(), i.declared(module)));
        assertEquals(
                "range=auto axis=auto size=0 weight=auto iterations=2000 nonnegative=true folder=[]",
                recorded(values, TotalVariationCommand.class));
    }

    private String recorded(Map<String, Object> values, Class<? extends Command> command) {
        Recorder.resetCommandOptions();
        MacroOptions.record(Input.of(lab.info(command)), values);
        return Recorder.getCommandOptions();
    }

    /** No command may have an input that the dialog does not know. */
    @Test
    void everyInputOfEveryCommandIsOfAKnownKind() {
        int inputs = 0;
        for (CommandInfo info : lab.context().service(CommandService.class).getCommands()) {
            if (!info.getClassName().startsWith("org.preimage.")
                    || info.getMenuPath().isEmpty()) {
                continue;
            }
            Module module = lab.context().service(ModuleService.class).createModule(info);
            for (Input input : Input.of(info)) {
                boolean known = input.isImage()
                        || input.isFile()
                        || input.isFlag()
                        || Set.of(Integer.class, Long.class, Float.class, Double.class, String.class)
                                .contains(input.type());
                assertTrue(known, info.getTitle() + ", " + input.key() + ": " + input.type());
                if (!input.isImage() && !input.isFile()) {
                    Object value = input.declared(module);
                    assertNotNull(value, input.key());
                    assertEquals(value, input.parse(input.text(value)), input.key());
                    assertFalse(
                            input.choices().length > 0
                                    && !List.of(input.choices()).contains(value),
                            input.key());
                }
                inputs++;
            }
        }
        assertTrue(inputs > 50, inputs + " inputs");
    }
}
