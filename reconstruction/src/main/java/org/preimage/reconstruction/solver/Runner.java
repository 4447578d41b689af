package org.preimage.reconstruction.solver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The one loop around every {@link Iteration}: stopping, finiteness, timing, history, listeners. */
public final class Runner {
    private final String stage;
    private final Stopping stopping;
    private final List<Listener> listeners;

    /**
     * @param stage what runs, told to the listeners
     * @param stopping when to end
     * @param listeners told of every iteration; all are told, and any may cancel
     */
    public Runner(String stage, Stopping stopping, Listener... listeners) {
        this.stage = stage;
        this.stopping = stopping;
        this.listeners = List.of(listeners);
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
     * Goes on from a state that an earlier run left, with a count of iterations that begins anew.
     *
     * @param <S> the iteration's state
     */
    public <S> Outcome resume(Iteration<S> iteration, S state) {
        long begin = System.nanoTime();
        List<Progress.Row> history = new ArrayList<>();
        float[] lastFinite = iteration.solution(state).clone();
        Status status = Status.ITERATION_LIMIT;
        int k = 0;
        while (k < stopping.maxIterations()) {
            iteration.step(state);
            k++;
            boolean finished = iteration.finished(state);
            boolean record = finished || k == 1 || k % stopping.every() == 0 || k == stopping.maxIterations();
            double residual = Double.NaN;
            if (record) {
                if (!finite(iteration.solution(state))) {
                    status = Status.DIVERGED;
                    break;
                }
                System.arraycopy(iteration.solution(state), 0, lastFinite, 0, lastFinite.length);
                residual = iteration.residual(state);
                history.add(new Progress.Row(k, seconds(begin), residual, iteration.objective(state)));
            }
            if (finished || residual <= stopping.tolerance()) {
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
        }
        boolean keep = status != Status.DIVERGED && finite(iteration.solution(state));
        return new Outcome(
                keep ? iteration.solution(state).clone() : lastFinite, keep ? status : Status.DIVERGED, k, history);
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
