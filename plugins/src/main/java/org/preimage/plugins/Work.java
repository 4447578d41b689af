package org.preimage.plugins;

import java.awt.GraphicsEnvironment;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.preimage.priors.tensor.TorchMissingException;
import org.scijava.app.StatusService;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;

/** A command that works for a while: what the user did wrong ends it with one sentence. */
public abstract class Work extends ContextCommand {
    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter
    private LogService log;

    /** The name in messages, as in the menu but without dots. */
    protected abstract String name();

    /**
     * Does the work.
     *
     * @throws IllegalArgumentException in one sentence that names the input that is wrong
     */
    protected abstract void work();

    @Override
    public final void run() {
        try {
            work();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            // Files of virtual stacks are read when a plane is asked for.
            log.debug(e);
            refuse(e.getMessage());
        } catch (TorchMissingException e) {
            log.debug(e);
            refuse(missing(e));
        } catch (LinkageError e) {
            log.debug(e);
            refuse(missing(e));
        } catch (OutOfMemoryError e) {
            refuse(name() + " ran out of memory: give Java more (Edit > Options > Memory & Threads...)");
        }
    }

    /** Fiji has no DJL of its own; any other class that is not there is a fault of the installation. */
    private String missing(LinkageError e) {
        String what = String.valueOf(e.getMessage());
        return what.contains("ai/djl") || what.contains("ai.djl") || what.contains("priors.tensor")
                ? missing(new TorchMissingException(e))
                : name() + " lacks a part of Preimage ("
                        + what.lines().findFirst().orElse("") + "): install it again";
    }

    /** Fiji and ImageJ both load what lies in the folder jars of their own. */
    private String missing(TorchMissingException e) {
        return name() + " needs PyTorch, which did not start (" + e.reason()
                + "): unzip the preimage-pytorch file for this platform into the folder of Fiji or ImageJ and start it again";
    }

    /** A job that the user sees and can stop. */
    protected final Job job(int parts) {
        return new Job(name(), parts, this, status, tasks);
    }

    /**
     * Says in the log how much memory is needed.
     *
     * @param advice what to do where it is too much, after the sentence; may be empty
     * @throws IllegalArgumentException with both sizes in GB, if Java cannot allocate it
     */
    protected final void requireMemory(long bytes, String advice) {
        Memory.require(name(), bytes, advice, log);
    }

    protected final LogService log() {
        return log;
    }

    private void refuse(String message) {
        String sentence = message.substring(0, 1).toUpperCase(Locale.ROOT)
                + message.substring(1)
                + (message.endsWith(".") ? "" : ".");
        if (GraphicsEnvironment.isHeadless()) {
            // With a screen, the reason for cancelling is shown in a box; without, nobody would see it.
            log.error(sentence);
        }
        cancel(sentence);
    }
}
