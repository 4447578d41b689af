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
final class Job implements AutoCloseable {
    /** Steps of the progress bar for each plane. */
    private static final int STEPS = 1000;

    private final String name;
    private final int planes;
    private final Cancelable command;
    private final StatusService status;
    private final Task task;

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
    boolean cancelled() {
        return task.isCanceled() || command.isCanceled() || IJ.escapePressed();
    }

    /** Shows that work on a plane begins; false if it is not to. */
    boolean begin(int plane) {
        show(plane, 0, "");
        return !cancelled();
    }

    /** Shows an iteration on a plane; false if it is to be the last. */
    boolean iterated(int plane, Progress progress) {
        double part = (double) progress.iteration() / progress.maxIterations();
        show(
                plane,
                part,
                ", " + progress.stage() + ", iteration " + progress.iteration() + " of " + progress.maxIterations());
        return !cancelled();
    }

    private void show(int plane, double part, String detail) {
        long value = Math.round((plane + part) * STEPS);
        String text = name + (planes == 1 ? "" : ", slice " + (plane + 1) + " of " + planes) + detail;
        task.setStatusMessage(text);
        task.setProgressValue(value);
        // The status bar counts in int: a stack of millions of slices still fits as parts of STEPS.
        status.showStatus((int) (value / planes), STEPS, text);
    }

    /** Leaves the last word in the status bar, with the progress bar full and so gone. */
    void end(String text) {
        task.setStatusMessage(text);
        status.showStatus(STEPS, STEPS, text);
    }

    @Override
    public void close() {
        task.finish();
    }
}
