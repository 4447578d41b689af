package org.preimage.reconstruction.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.solver.Status;

/** Blocks of rows give the slices that each row gives by itself, in order, and in memory that does not grow. */
class StackReconstructionTest {
    private static final ParallelBeam SLICE = ParallelBeam.halfTurn(Space.image(40, 40, 0.5), 57, 0.5, 30);
    private static final float[] PHANTOM =
            SheppLogan.modified(20).sinogram(SLICE).data();

    /** Row z is the phantom times 1 + z / 10. */
    private static Image rows(ParallelBeam slice, float[] phantom, int first, int count) {
        Image out = Image.zeros(slice.stack(count, 1).sinogram());
        int cells = slice.detectors();
        for (int a = 0; a < slice.views(); a++) {
            for (int z = 0; z < count; z++) {
                for (int i = 0; i < cells; i++) {
                    out.data()[(a * count + z) * cells + i] =
                            (float) (phantom[a * cells + i] * (1 + 0.1 * (first + z)));
                }
            }
        }
        return out;
    }

    private static final RowSource SOURCE = (first, count) -> rows(SLICE, PHANTOM, first, count);

    private static Reconstructor method(String name, Map<String, String> settings) {
        return Methods.named(Methods.classical(), name).with(settings);
    }

    private static float[] alone(Reconstructor method, int z) {
        Image data = rows(SLICE, PHANTOM, z, 1).as(SLICE.sinogram());
        return method.reconstruct(new InverseProblem(SLICE.projector(), data))
                .image()
                .data();
    }

    @Test
    void blocksGiveTheSlicesOfTheirRows() throws IOException {
        for (String backprojection : new String[] {"pixel", "matched"}) {
            Reconstructor fbp = method("fbp", Map.of("backprojection", backprojection));
            List<Integer> order = new ArrayList<>();
            StackReconstruction.Outcome outcome = new StackReconstruction(SLICE, fbp).run(5, 37, SOURCE, (z, slice) -> {
                double error = Vectors.relativeDistance(slice.data(), alone(fbp, z));
                assertTrue(error < 1e-5, "row " + z + " differs by " + error);
                assertEquals(SLICE.image(), slice.space());
                order.add(z);
            });
            assertEquals(37, order.size());
            for (int i = 0; i < 37; i++) {
                assertEquals(5 + i, order.get(i));
            }
            assertEquals(Status.CONVERGED, outcome.status());
            assertEquals(37, outcome.slices());
            assertEquals(backprojection, outcome.how().parameters().get("backprojection"));
        }
    }

    @Test
    void otherMethodsGoSliceBySlice() throws IOException {
        Reconstructor tikhonov = method("tikhonov", Map.of("weight", "0.5"));
        StackReconstruction stack = new StackReconstruction(SLICE, Model.JOSEPH, tikhonov, 2);
        StackReconstruction.Outcome outcome =
                stack.run(0, 3, SOURCE, (z, slice) -> assertArrayEquals(alone(tikhonov, z), slice.data()));
        assertEquals(3, outcome.slices());
    }

    @Test
    void cancelledAfterABlockItKeepsWhatItHas() throws IOException {
        List<Integer> kept = new ArrayList<>();
        StackReconstruction.Outcome outcome = new StackReconstruction(SLICE, method("fbp", Map.of()))
                .run(0, 60, SOURCE, (z, slice) -> kept.add(z), progress -> {
                    assertEquals("slices", progress.stage());
                    assertEquals(60, progress.maxIterations());
                    assertEquals(1600, progress.solution().get().length);
                    return progress.iteration() < 32;
                });
        assertEquals(Status.CANCELLED, outcome.status());
        assertEquals(32, outcome.slices());
        assertEquals(32, kept.size());
    }

    @Test
    void cancelledWithinASliceItKeepsThoseBefore() throws IOException {
        int[] slices = {0};
        StackReconstruction.Outcome outcome = new StackReconstruction(SLICE, method("cgls", Map.of()))
                .run(
                        0,
                        5,
                        SOURCE,
                        (z, slice) -> slices[0]++,
                        progress -> slices[0] < 2 || progress.stage().equals("slices"));
        assertEquals(Status.CANCELLED, outcome.status());
        assertEquals(2, outcome.slices());
        assertEquals(2, slices[0]);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Reconstructor fbp = method("fbp", Map.of());
        StackReconstruction stack = new StackReconstruction(SLICE, fbp);
        assertThrows(IllegalArgumentException.class, () -> stack.run(0, 0, SOURCE, (z, s) -> {}));
        assertThrows(IllegalArgumentException.class, () -> new StackReconstruction(SLICE.stack(2, 1), fbp));
        assertThrows(IllegalArgumentException.class, () -> new StackReconstruction(SLICE, Model.JOSEPH, fbp, 0));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> stack.run(3, 20, (first, count) -> SOURCE.rows(first, 1), (z, s) -> {}))
                .getMessage();
        assertTrue(message.contains("rows from 3"), message);
        assertThrows(
                IOException.class,
                () -> stack.run(
                        0,
                        20,
                        (first, count) -> {
                            throw new IOException("no such row");
                        },
                        (z, s) -> {}));
    }

    /** What {@link #memoryDoesNotGrow} runs in a Java of its own. */
    static final class Big {
        public static void main(String[] args) throws IOException {
            int count = Integer.parseInt(args[0]);
            ParallelBeam slice = ParallelBeam.halfTurn(Space.image(128, 128, 1), 183, 1, 24);
            float[] phantom = SheppLogan.modified(128).sinogram(slice).data();
            double[] sum = {0};
            List<Image> kept = new ArrayList<>();
            new StackReconstruction(slice, method("fbp", Map.of()))
                    .run(0, count, (first, rows) -> rows(slice, phantom, first, rows), (z, image) -> {
                        sum[0] += image.data()[64 * 128 + 64] / (1 + 0.1 * z);
                        if (args.length > 1) {
                            kept.add(image);
                        }
                    });
            System.out.printf("%.3f%n", sum[0] / count);
        }
    }

    private static String big(int heap, int count, String... keep) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Big.class.getName(),
                Integer.toString(count)));
        command.addAll(List.of(keep));
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(java.waitFor(60, TimeUnit.SECONDS));
        return out.trim();
    }

    /** 2000 slices of 64 kB are 131 MB, their data 35 MB: more than five times the heap that is enough for both counts. */
    @Test
    void memoryDoesNotGrow() throws IOException, InterruptedException {
        String few = big(32, 16);
        assertTrue(few.matches("0\\.\\d+"), few);
        assertEquals(few, big(32, 2000));
        assertTrue(big(32, 2000, "keep").contains("OutOfMemoryError"), "the heap cannot hold the slices");
    }
}
