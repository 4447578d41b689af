package org.preimage.reconstruction.stack;

import java.io.IOException;
import java.util.Arrays;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.FilteredBackprojection;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/**
 * Reconstructs a stack of parallel-beam slices in blocks of detector rows, so that memory does not grow with their number.
 *
 * <p>Filtered back-projection takes a block as a whole, which is several times faster than slice by slice; every other
 * method gets one slice after the other, as each may choose its own weight and number of iterations.
 *
 * @param slice geometry of one slice
 * @param model how pixels are turned into line integrals
 * @param reconstructor any method that takes parallel beams
 * @param block detector rows that are in memory at a time
 */
public record StackReconstruction(ParallelBeam slice, Model model, Reconstructor reconstructor, int block) {
    /** As many as the kernels compute side by side at least. */
    public static final int DEFAULT_BLOCK = 16;

    /** What tables of the stack's kernels take at most, in bytes, with the objects' headers. */
    private static final long TABLES = 100L << 20;

    /** @throws IllegalArgumentException if the geometry is not of one slice or the block is empty */
    public StackReconstruction {
        if (slice.image().dimensions() != 2) {
            throw new IllegalArgumentException(
                    "slice is a geometry of " + slice.image() + ", but must be of one slice");
        }
        if (block < 1) {
            throw new IllegalArgumentException("block is " + block + ", but must be at least 1 detector row");
        }
    }

    /** By Joseph's projector, {@link #DEFAULT_BLOCK} rows at a time. */
    public StackReconstruction(ParallelBeam slice, Reconstructor reconstructor) {
        this(slice, Model.JOSEPH, reconstructor, DEFAULT_BLOCK);
    }

    /**
     * How a stack ended.
     *
     * @param status CANCELLED if a listener asked to stop; else CONVERGED if every slice did, or how the first that did not
     *     ended
     * @param slices how many the sink has got
     * @param how method and parameters of the first slice; null if there is none
     */
    public record Outcome(Status status, int slices, Provenance how) {}

    private boolean wholeBlocks() {
        return reconstructor instanceof FilteredBackprojection;
    }

    /**
     * About how many bytes it needs at most, the source and the sink left out: measured line integrals of a block, their
     * filtered copy, the slices and the kernels' tables. A method that goes slice by slice is counted with ten copies of a
     * slice and of its data, more than any here keeps.
     */
    public long bytes() {
        long data = 4L * slice.sinogram().length();
        long image = 4L * slice.image().length();
        return wholeBlocks() ? block * (2 * data + 2 * image) + TABLES : block * data + 10 * (data + image) + TABLES;
    }

    /**
     * Reconstructs rows {@code first} to {@code first + count - 1}. Slices that the sink has got are its own, however the
     * rest ends.
     *
     * @param source gives the line integrals
     * @param sink takes the slices, in order
     * @param listeners told of each block in the stage "slices", and of each iteration of a method that has some; any may
     *     cancel
     * @throws IOException what source and sink throw
     * @throws IllegalArgumentException if there is no row, or the data of some do not fit or are not finite
     */
    public Outcome run(int first, int count, RowSource source, SliceSink sink, Listener... listeners)
            throws IOException {
        if (first < 0 || count < 1) {
            throw new IllegalArgumentException(
                    "rows are " + count + " from " + first + " on, but must be at least 1 from 0 or later on");
        }
        Run run = new Run(sink, listeners, count);
        for (int done = 0; done < count && run.status != Status.CANCELLED; done += block) {
            int rows = Math.min(block, count - done);
            Image data = source.rows(first + done, rows);
            stack(rows).sinogram().requireShape("data of rows from " + (first + done), data.space());
            if (wholeBlocks()) {
                run.wholeBlock(first + done, rows, data);
            } else {
                run.sliceBySlice(first + done, rows, data);
            }
        }
        return new Outcome(run.status, run.slices, run.how);
    }

    private ParallelBeam stack(int rows) {
        return slice.stack(rows, slice.image().spacing(0));
    }

    /** One run's state. */
    private final class Run {
        private final SliceSink sink;
        private final Listener[] listeners;
        private final int count;
        private final Projector projector = slice.projector(model);
        private final long begin = System.nanoTime();
        private Status status = Status.CONVERGED;
        private int slices;
        private Image last;
        private Provenance how;

        Run(SliceSink sink, Listener[] listeners, int count) {
            this.sink = sink;
            this.listeners = listeners;
            this.count = count;
        }

        void wholeBlock(int first, int rows, Image data) throws IOException {
            Reconstruction result =
                    reconstructor.reconstruct(new InverseProblem(stack(rows).projector(model), data), listeners);
            Space space = slice.image();
            for (int i = 0; i < rows; i++) {
                int from = i * space.length();
                float[] values = Arrays.copyOfRange(result.image().data(), from, from + space.length());
                take(first + i, result, new Image(space, values));
            }
            report();
        }

        void sliceBySlice(int first, int rows, Image data) throws IOException {
            for (int i = 0; i < rows && status != Status.CANCELLED; i++) {
                Reconstruction result =
                        reconstructor.reconstruct(new InverseProblem(projector, row(data, i, rows)), listeners);
                if (result.status() == Status.CANCELLED) {
                    status = Status.CANCELLED;
                    return;
                }
                take(first + i, result, result.image());
                report();
            }
        }

        private Image row(Image data, int row, int rows) {
            Image out = Image.zeros(slice.sinogram());
            int cells = slice.detectors();
            for (int a = 0; a < slice.views(); a++) {
                System.arraycopy(data.data(), (a * rows + row) * cells, out.data(), a * cells, cells);
            }
            return out;
        }

        private void take(int row, Reconstruction result, Image image) throws IOException {
            sink.take(row, image);
            last = image;
            slices++;
            how = how == null ? result.how() : how;
            status = status == Status.CONVERGED ? result.status() : status;
        }

        private void report() {
            double seconds = (System.nanoTime() - begin) * 1e-9;
            Progress progress = new Progress(
                    "slices",
                    slices,
                    count,
                    new Progress.Row(slices, seconds, Double.NaN, Double.NaN),
                    () -> last.data().clone());
            for (Listener listener : listeners) {
                if (!listener.onIteration(progress) && slices < count) {
                    status = Status.CANCELLED;
                }
            }
        }
    }
}
