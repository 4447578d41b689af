package org.preimage.reconstruction.solver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The one loop around every {@link Iteration}: stopping, finiteness, timing, history, listeners, saved states. */
public final class Runner {
    private final String stage;
    private final Stopping stopping;
    private final List<Listener> listeners;
    private final Path file;
    private final Duration between;

    /**
     * @param stage what runs, told to the listeners
     * @param stopping when to end
     * @param listeners told of every iteration; all are told, and any may cancel
     */
    public Runner(String stage, Stopping stopping, Listener... listeners) {
        this(stage, stopping, List.of(listeners), null, null);
    }

    private Runner(String stage, Stopping stopping, List<Listener> listeners, Path file, Duration between) {
        this.stage = stage;
        this.stopping = stopping;
        this.listeners = listeners;
        this.file = file;
        this.between = between;
    }

    /**
     * The same, which saves the iteration's state on the way ({@link Checkpoint}) and at the end, whatever ends it but
     * divergence. {@link #runOrResume} goes on from there after an interruption.
     *
     * @param file replaced if there is one
     * @param between wall time from one save to the next at least
     */
    public Runner saving(Path file, Duration between) {
        return new Runner(stage, stopping, listeners, file, between);
    }

    /**
     * Runs {@code iteration} from {@code x0}.
     *
     * @param x0 start; not changed
     * @param <S> the iteration's state
     */
    public <S> Outcome run(Iteration<S> iteration, float[] x0) {
        return resume(iteration, iteration.start(x0));
    }

    /**
     * Goes on from the saved state where there is one, and begins at {@code x0} where there is none. As in {@link #resume}, the
     * count of iterations begins anew.
     *
     * @param x0 start; not changed
     * @param <S> the iteration's state
     * @throws IOException if there is a file that cannot be read, is damaged or belongs to another iteration
     * @throws IllegalStateException if no file was named
     */
    public <S> Outcome runOrResume(Iteration<S> iteration, float[] x0) throws IOException {
        return resumeSaved(iteration, iteration.start(x0));
    }

    /**
     * The same with a fresh state of the caller's, which can be looked at afterwards. A saved state that has reached its own goal
     * is not stepped again.
     *
     * @param <S> the iteration's state
     * @throws IOException if there is a file that cannot be read, is damaged or belongs to another iteration
     * @throws IllegalStateException if no file was named
     */
    public <S> Outcome resumeSaved(Iteration<S> iteration, S state) throws IOException {
        return restored(iteration, state) && iteration.finished(state)
                ? ended(iteration, state, Status.CONVERGED)
                : resume(iteration, state);
    }

    /**
     * The same where the limit of iterations is that of all runs together.
     *
     * @param done iterations that a state has behind it
     * @param <S> the iteration's state
     * @throws IOException if there is a file that cannot be read, is damaged or belongs to another iteration
     * @throws IllegalStateException if no file was named
     */
    public <S> Outcome resumeRest(Iteration<S> iteration, S state, ToLongFunction<S> done) throws IOException {
        restored(iteration, state);
        long left = stopping.maxIterations() - done.applyAsLong(state);
        return left <= 0
                ? ended(iteration, state, Status.ITERATION_LIMIT)
                : new Runner(stage, stopping.atMost((int) left), listeners, file, between).resume(iteration, state);
    }

    private <S> boolean restored(Iteration<S> iteration, S state) throws IOException {
        if (file == null) {
            throw new IllegalStateException("the runner saves no states; name a file with saving(file, between)");
        }
        if (!Files.exists(file)) {
            return false;
        }
        Checkpoint.restore(iteration, state, file);
        return true;
    }

    private static <S> Outcome ended(Iteration<S> iteration, S state, Status status) {
        return new Outcome(iteration.solution(state).clone(), status, 0, List.of());
    }

    /**
     * Goes on from a state that an earlier run left, with a count of iterations that begins anew.
     *
     * @param <S> the iteration's state
     * @throws IllegalArgumentException if the iteration has no duality gap, but is to stop by it
     * @throws UncheckedIOException if the state cannot be saved
     */
    public <S> Outcome resume(Iteration<S> iteration, S state) {
        long begin = System.nanoTime();
        long saved = begin;
        List<Progress.Row> history = new ArrayList<>();
        float[] lastFinite = iteration.solution(state).clone();
        Status status = Status.ITERATION_LIMIT;
        int k = 0;
        while (k < stopping.maxIterations()) {
            iteration.step(state);
            k++;
            boolean finished = iteration.finished(state);
            boolean record = finished || k == 1 || k % stopping.every() == 0 || k == stopping.maxIterations();
            boolean reached = finished;
            if (record) {
                if (!finite(iteration.solution(state))) {
                    status = Status.DIVERGED;
                    break;
                }
                System.arraycopy(iteration.solution(state), 0, lastFinite, 0, lastFinite.length);
                double residual = iteration.residual(state);
                history.add(new Progress.Row(k, seconds(begin), residual, iteration.objective(state)));
                reached |= residual <= stopping.tolerance() || closed(iteration, state) || fits(iteration, state);
            }
            if (reached) {
                status = Status.CONVERGED;
                notify(iteration, state, k, history);
                break;
            }
            if (!notify(iteration, state, k, history)) {
                status = Status.CANCELLED;
                break;
            }
            Duration limit = stopping.maxTime();
            if (limit != null && System.nanoTime() - begin >= limit.toNanos()) {
                status = Status.TIME_LIMIT;
                break;
            }
            if (file != null && System.nanoTime() - saved >= between.toNanos()) {
                save(iteration, state);
                saved = System.nanoTime();
            }
        }
        boolean keep = status != Status.DIVERGED && finite(iteration.solution(state));
        if (keep && file != null) {
            save(iteration, state);
        }
        return new Outcome(
                keep ? iteration.solution(state).clone() : lastFinite, keep ? status : Status.DIVERGED, k, history);
    }

    private <S> boolean closed(Iteration<S> iteration, S state) {
        if (stopping.gap() == 0) {
            return false;
        }
        double gap = iteration.gap(state);
        if (Double.isNaN(gap)) {
            throw new IllegalArgumentException("the run is to stop at a duality gap of " + stopping.gap() + ", but "
                    + iteration.getClass().getSimpleName() + " knows none for this problem");
        }
        return gap <= stopping.gap();
    }

    private <S> boolean fits(Iteration<S> iteration, S state) {
        return stopping.misfit() != null && stopping.misfit().met(iteration.solution(state));
    }

    private <S> void save(Iteration<S> iteration, S state) {
        try {
            // A state that is not finite would replace one that is.
            if (finite(iteration.solution(state))) {
                Checkpoint.save(iteration, state, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private <S> boolean notify(Iteration<S> iteration, S state, int k, List<Progress.Row> history) {
        Progress.Row last = history.isEmpty() ? null : history.get(history.size() - 1);
        Progress progress = new Progress(stage, k, stopping.maxIterations(), last, () -> iteration
                .solution(state)
                .clone());
        boolean goOn = true;
        for (Listener listener : listeners) {
            goOn &= listener.onIteration(progress);
        }
        return goOn;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static boolean finite(float[] x) {
        // v * 0 is 0 for finite v and NaN otherwise, so that the loop needs no branch.
        float sum = 0;
        for (float v : x) {
            sum += v * 0;
        }
        return sum == 0;
    }
}
