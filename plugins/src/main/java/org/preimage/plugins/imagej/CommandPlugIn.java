package org.preimage.plugins.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.event.EventService;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;

/**
 * Runs a command of Preimage in ImageJ without Fiji: the argument is the name of its class.
 *
 * <p>Without a macro it asks by a dialog and tells the recorder; in one it takes the options, by the same keys as in Fiji. Progress is shown
 * in the status bar, Escape stops. What the user did wrong is told in one sentence, and ends the macro.
 */
public final class CommandPlugIn implements PlugIn {
    /**
     * Plugins have a class loader of their own, by which alone SciJava finds its parts and DJL its engine. It stands behind another, for
     * SciJava takes one that begins with a folder, as ImageJ's does, for a developer's, and would load all classes there to index them.
     */
    private static final ClassLoader LOADER = new ClassLoader(CommandPlugIn.class.getClassLoader()) {};

    private static final StatusBar STATUS = new StatusBar();
    private static Context context;

    /** ImageJ makes one for each run. */
    public CommandPlugIn() {}

    @Override
    public void run(String command) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(LOADER);
        try {
            start(command);
        } catch (LinkageError e) {
            // ImageJ says nothing of classes that are missing.
            IJ.error("Preimage", "Preimage lacks a part of itself (" + e.getMessage() + "): install it again.");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static synchronized Context context() {
        if (context == null) {
            context = new Context();
            context.service(EventService.class).subscribe(STATUS);
        }
        return context;
    }

    private static void start(String className) {
        Context context = context();
        ModuleInfo info = context.service(CommandService.class).getCommand(className);
        if (info == null) {
            IJ.error("Preimage", "There is no command " + className + ": install Preimage again.");
            return;
        }
        ModuleService modules = context.service(ModuleService.class);
        Module command = modules.createModule(info);
        List<Input> inputs = Input.of(info);
        try {
            String options = Macro.getOptions();
            Map<String, Object> values = options == null
                    ? new CommandDialog(command, inputs, modules).ask()
                    : MacroOptions.read(options, inputs, command);
            if (values == null) {
                abandon();
                return;
            }
            if (options == null && IJ.recording()) {
                MacroOptions.record(inputs, values);
            }
            values.forEach((key, value) -> {
                command.setInput(key, value);
                command.resolveInput(key);
            });
            run(command, context);
        } catch (IllegalArgumentException e) {
            refuse(info, e.getMessage());
        }
    }

    /** On the plugin's own thread, by which ImageJ knows the current image and the macro. */
    private static void run(Module command, Context context) {
        for (PreprocessorPlugin step :
                context.service(PluginService.class).createInstancesOfType(PreprocessorPlugin.class)) {
            step.process(command);
            if (step.isCanceled()) {
                refuse(command.getInfo(), step.getCancelReason());
                return;
            }
        }
        command.run();
        if (command instanceof Cancelable work && work.isCanceled()) {
            String reason = work.getCancelReason();
            if (reason == null || reason.isBlank()) {
                abandon();
            } else {
                refuse(command.getInfo(), reason);
            }
            return;
        }
        for (ModuleItem<?> output : command.getInfo().outputs()) {
            if (command.getOutput(output.getName()) instanceof ImagePlus image
                    && WindowManager.getImage(image.getID()) == null) {
                image.show();
            }
        }
    }

    /** The user stopped: nothing is to be told, recorded or done after it. */
    private static void abandon() {
        Recorder.disableCommandRecording();
        if (IJ.isMacro()) {
            Macro.abort();
        }
    }

    private static void refuse(ModuleInfo command, String reason) {
        Recorder.disableCommandRecording();
        IJ.showProgress(1);
        IJ.error(
                name(command),
                reason.substring(0, 1).toUpperCase(Locale.ROOT)
                        + reason.substring(1)
                        + (reason.endsWith(".") ? "" : "."));
    }

    /** As in the menu, without the dots. */
    static String name(ModuleInfo command) {
        return command.getMenuPath().getLeaf().getName().replace("...", "");
    }
}
