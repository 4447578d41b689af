package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.plugins.Lab;
import org.preimage.plugins.learned.TrainCommand;
import org.preimage.reconstruction.method.FilteredBackprojection;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.method.Parameter;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.command.ContextCommand;
import org.scijava.module.ModuleItem;

/** What macros, menus and dialogs know of the commands: whoever changes it breaks somebody's macro. */
class CommandDeclarationsTest {
    @Test
    void filteredBackprojectionTakesTheseKeys() {
        assertEquals(
                "sinogram=null range=auto axis=auto size=0 window=ram-lak folder= -> reconstruction",
                declared(FilteredBackprojectionCommand.class));
    }

    @Test
    void totalVariationTakesTheseKeys() {
        assertEquals(
                "sinogram=null range=auto axis=auto size=0 weight=auto iterations=2000 nonnegative=true"
                        + " folder= -> reconstruction",
                declared(TotalVariationCommand.class));
    }

    @Test
    void simulationTakesTheseKeys() {
        assertEquals(
                "image=null angles=180 range=180.0 detectors=0 noise=none seed=1 folder= -> sinogram",
                declared(SimulateSinogramCommand.class));
    }

    @Test
    void trainingTakesTheseKeys() {
        assertEquals(
                "recipe=lpd-ellipses folder=null data=null steps=0 seed=1 minutes=0.0 device=auto precision=float ->",
                declared(TrainCommand.class));
    }

    @Test
    void choicesAndDefaultsAreThoseOfTheMethods() {
        Parameter window = parameter(FilteredBackprojection.METHOD, "window");
        try (Lab lab = new Lab()) {
            CommandInfo fbp = lab.info(FilteredBackprojectionCommand.class);
            assertEquals(window.choices(), fbp.getInput("window").getChoices());
        }
        assertTrue(declared(FilteredBackprojectionCommand.class).contains("window=" + window.defaultValue()));
        Method tv = Methods.named(Methods.classical(), "tv");
        for (String name : List.of("weight", "iterations", "nonNegative")) {
            String key = " " + name.toLowerCase() + "=" + parameter(tv, name).defaultValue() + " ";
            assertTrue(declared(TotalVariationCommand.class).contains(key), key);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                FilteredBackprojectionCommand.class,
                TotalVariationCommand.class,
                SimulateSinogramCommand.class,
                TrainCommand.class
            })
    void keepsTheRulesOfFiji(Class<? extends Command> command) {
        assertTrue(ContextCommand.class.isAssignableFrom(command));
        try (Lab lab = new Lab()) {
            CommandInfo info = lab.info(command);
            assertTrue(info.canRunHeadless());
            int images = 0;
            for (ModuleItem<?> input : lab.inputs(command)) {
                assertFalse(input.getLabel().isEmpty(), input.getName() + " has no label");
                assertFalse(input.isOutput(), input.getName() + " is changed in place");
                assertEquals("NORMAL", input.getVisibility().name());
                assertTrue(input.getName().matches("[a-z]+"), input.getName() + " is no plain key");
                if (input.getType() == ImagePlus.class) {
                    images++;
                    assertFalse(input.isPersisted(), "an image is remembered");
                }
            }
            int needed = command == TrainCommand.class ? 0 : 1;
            assertEquals(needed, images, "with two images the default is the first, not the active one");
            for (ModuleItem<?> output : info.outputs()) {
                assertEquals(ImagePlus.class, output.getType(), "a scalar output opens a window");
            }
        }
    }

    @Test
    void standInTheMenu() {
        try (Lab lab = new Lab()) {
            Map<String, String> menu = new LinkedHashMap<>();
            for (CommandInfo info : lab.context().service(CommandService.class).getCommands()) {
                if (info.getClassName().startsWith("org.preimage.plugins.ct.")) {
                    menu.put(info.getMenuPath().getMenuString(), info.getClassName());
                }
            }
            assertEquals(
                    Map.of(
                            "Plugins > Preimage > CT > CT Filtered Backprojection...",
                            FilteredBackprojectionCommand.class.getName(),
                            "Plugins > Preimage > CT > CT Total Variation Reconstruction...",
                            TotalVariationCommand.class.getName(),
                            "Plugins > Preimage > CT > CT Simulate Sinogram...",
                            SimulateSinogramCommand.class.getName()),
                    menu);
        }
    }

    /** Without the index beside the classes, in the folder or the jar, Fiji shows no command and says nothing. */
    @Test
    void standInTheIndex() throws IOException {
        URL code = FilteredBackprojectionCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        String base = code.getPath().endsWith(".jar") ? "jar:" + code + "!/" : code.toString();
        String index;
        try (InputStream in = new URL(base + "META-INF/json/org.scijava.plugin.Plugin").openStream()) {
            index = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Class<?> command : List.of(
                FilteredBackprojectionCommand.class, TotalVariationCommand.class, SimulateSinogramCommand.class)) {
            assertTrue(index.contains("\"" + command.getName() + "\""), command + " is missing in " + index);
        }
    }

    /** All keys with their defaults in the order of the dialog, then the outputs. */
    private static String declared(Class<? extends Command> command) {
        try (Lab lab = new Lab()) {
            StringBuilder text = new StringBuilder();
            Object fresh = command.getDeclaredConstructor().newInstance();
            for (ModuleItem<?> input : lab.inputs(command)) {
                text.append(input.getName())
                        .append('=')
                        .append(Lab.defaultOf(fresh, input.getName()))
                        .append(' ');
            }
            text.append("->");
            for (ModuleItem<?> output : lab.info(command).outputs()) {
                text.append(' ').append(output.getName());
            }
            return text.toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Parameter parameter(Method method, String name) {
        return method.parameters().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
