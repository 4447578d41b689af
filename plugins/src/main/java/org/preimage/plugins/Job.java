package org.preimage.plugins;

import ij.IJ;
import org.preimage.reconstruction.solver.Progress;
import org.scijava.Cancelable;
import org.scijava.app.StatusService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * A running command as the user sees it: progress in the status bar and the task list; the task's cancel button, the
 * Escape key and the command's own cancelling stop it.
 */
public final class Job implements AutoCloseable {
    /** Steps of the progress bar for each plane. */
    private static final int STEPS = 1000;

    private final String name;
    private final int planes;
    private final Cancelable command;
    private final StatusService status;
    private final Task task;

    private String stage = "";
    private double stageBegan;
    private double done;

    Job(String name, int planes, Cancelable command, StatusService status, TaskService tasks) {
        this.name = name;
        this.planes = planes;
        this.command = command;
        this.status = status;
        task = tasks.createTask(name);
        task.setProgressMaximum((long) planes * STEPS);
        task.start();
        IJ.resetEscape();
    }

    /** Whether the user wants it to stop. */
    public boolean cancelled() {
        return task.isCanceled() || command.isCanceled() || IJ.escapePressed();
    }

    /** Shows that work on a plane begins; false if it is not to. */
    public boolean begin(int plane) {
        stage = "";
        done = 0;
        show(plane, "");
        return !cancelled();
    }

    /**
     * Shows an iteration on a plane; false if it is to be the last.
     *
     * <p>How many stages follow is not known: each gets half of what the bar has left, so that it never goes back.
     */
    public boolean iterated(int plane, Progress progress) {
        if (!progress.stage().equals(stage)) {
            stage = progress.stage();
            stageBegan = done;
        }
        double part = Math.min(1.0, (double) progress.iteration() / progress.maxIterations());
        done = Math.max(done, stageBegan + (1 - stageBegan) / 2 * part);
        show(plane, ", " + stage + ", iteration " + progress.iteration() + " of " + progress.maxIterations());
        return !cancelled();
    }

    private void show(int plane, String detail) {
        long value = Math.round((plane + done) * STEPS);
        String text = name + (planes == 1 ? "" : ", slice " + (plane + 1) + " of " + planes) + detail;
        task.setStatusMessage(text);
        task.setProgressValue(value);
        // The status bar counts in int; a whole stack is STEPS for it.
        status.showStatus((int) (value / planes), STEPS, text);
    }

    /** Leaves the last word in the status bar, with the progress bar full and so gone. */
    public void end(String text) {
        task.setStatusMessage(text);
        task.setProgressValue((long) planes * STEPS);
        status.showStatus(STEPS, STEPS, text);
    }

    @Override
    public void close() {
        task.finish();
    }
}
