package org.preimage.plugins;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.scijava.Context;
import org.scijava.app.event.StatusEvent;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;
import org.scijava.task.Task;
import org.scijava.task.event.TaskEvent;

/** A SciJava context that runs commands as a script would, and records what a user would see. */
public final class Lab implements AutoCloseable {
    private final Context context = new Context();
    private final Witness witness = new Witness();

    public Lab() {
        context.service(EventService.class).subscribe(witness);
    }

    public Context context() {
        return context;
    }

    /** Runs a command to its end with these keys and values, and the declared defaults of all others. */
    public CommandModule run(Class<? extends Command> command, Object... inputs) {
        try {
            // What an earlier run was given is remembered in the preferences, and would be taken where a key is
            // missing.
            Map<String, Object> all = new LinkedHashMap<>();
            Object fresh = command.getDeclaredConstructor().newInstance();
            for (ModuleItem<?> input : inputs(command)) {
                if (input.isPersisted()) {
                    all.put(input.getName(), defaultOf(fresh, input.getName()));
                }
            }
            for (int i = 0; i < inputs.length; i += 2) {
                all.put((String) inputs[i], inputs[i + 1]);
            }
            return context.service(CommandService.class).run(command, true, all).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of an input of a new command. */
    public Object defaultOf(Class<? extends Command> command, String name) {
        try {
            return defaultOf(command.getDeclaredConstructor().newInstance(), name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of a field of a new command. */
    public static Object defaultOf(Object command, String name) throws ReflectiveOperationException {
        for (Class<?> c = command.getClass(); c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(command);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }

    /** What a command asks the user for, in the order of its dialog: all inputs but services and the context. */
    public List<ModuleItem<?>> inputs(Class<? extends Command> command) {
        List<ModuleItem<?>> inputs = new ArrayList<>();
        for (ModuleItem<?> input : info(command).inputs()) {
            if (!Service.class.isAssignableFrom(input.getType()) && input.getType() != Context.class) {
                inputs.add(input);
            }
        }
        return inputs;
    }

    /** A command as menus know it. */
    public CommandInfo info(Class<? extends Command> command) {
        return context.service(CommandService.class).getCommand(command);
    }

    /** Cancels the first task of which this holds. */
    public void cancelWhen(Predicate<Task> condition) {
        witness.cancelWhen = condition;
    }

    /** Progress values of the tasks, in order. */
    public List<Long> progress() {
        return witness.progress;
    }

    /** Messages of the tasks, in order. */
    public List<String> messages() {
        return witness.messages;
    }

    /** Names of tasks that ended. */
    public List<String> finished() {
        return witness.finished;
    }

    /** Status messages; waits until this one has come, for they travel on another thread. */
    public List<String> statusUntil(String text) throws InterruptedException {
        for (int i = 0; i < 1000 && witness.status.stream().noneMatch(s -> s.contains(text)); i++) {
            Thread.sleep(10);
        }
        return witness.status;
    }

    @Override
    public void close() {
        context.dispose();
    }

    /** A 32-bit stack whose pixel (x, y) of slice z is f(x, y, z). */
    public static ImagePlus stack(String title, int width, int height, int depth, Pixel f) {
        ImageStack stack = new ImageStack(width, height);
        for (int z = 0; z < depth; z++) {
            stack.addSlice("label " + z, plane(width, height, z, f));
        }
        return new ImagePlus(title, stack);
    }

    /** The same as a virtual stack: every plane is made when asked for. */
    public static ImagePlus virtualStack(String title, int width, int height, int depth, Pixel f) {
        ImageStack stack = new ij.VirtualStack(width, height, depth) {
            @Override
            public ImageProcessor getProcessor(int n) {
                return plane(width, height, n - 1, f);
            }

            @Override
            public String getSliceLabel(int n) {
                return "label " + (n - 1);
            }
        };
        return new ImagePlus(title, stack);
    }

    private static FloatProcessor plane(int width, int height, int z, Pixel f) {
        FloatProcessor plane = new FloatProcessor(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                plane.setf(x, y, f.at(x, y, z));
            }
        }
        return plane;
    }

    /** The value of a pixel. */
    @FunctionalInterface
    public interface Pixel {
        float at(int x, int y, int z);
    }

    /** SciJava holds subscribers weakly, so that this one is a field. It must be public, as its methods. */
    public static final class Witness {
        private final List<Long> progress = new CopyOnWriteArrayList<>();
        private final List<String> messages = new CopyOnWriteArrayList<>();
        private final List<String> finished = new CopyOnWriteArrayList<>();
        private final List<String> status = new CopyOnWriteArrayList<>();
        private volatile Predicate<Task> cancelWhen = task -> false;

        @EventHandler
        public void onTask(TaskEvent event) {
            Task task = event.getTask();
            progress.add(task.getProgressValue());
            if (task.getStatusMessage() != null) {
                messages.add(task.getStatusMessage());
            }
            if (task.isDone()) {
                finished.add(task.getName());
            } else if (!task.isCanceled() && cancelWhen.test(task)) {
                task.cancel("enough");
            }
        }

        @EventHandler
        public void onStatus(StatusEvent event) {
            if (event.getStatusMessage() != null) {
                status.add(event.getStatusMessage());
            }
        }
    }
}
