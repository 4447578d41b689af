package org.preimage.examples.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.preimage.operators.Gradient;
import org.preimage.operators.file.Cfl;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.Nufft;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.mri.calibration.Espirit;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.functional.DetailL1;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.method.Methods;

/**
 * MRI beside the BART toolbox, on the same arrays and in turn: 8 coils, 320 x 320, a Poisson disc of R = 3.94, and 200 spokes of 640
 * samples. Needs {@code bart} on the PATH, which makes the data.
 *
 * <p>BART's times are those of whole processes with two threads, reading and writing its files; ours include reading and writing
 * the same files, and not the start of the JVM, which is warm. Each pair runs in turn, so that both see the same machine; the
 * table has the fastest of each and the ratio of the medians.
 */
public final class BartComparison {
    private static final int WARM_UP = 3;
    private static final int TIMES = 5;
    private static final int SIZE = 320;
    private static final int COILS = 8;
    private static final double LAMBDA = 1e-3;
    private static final Pattern SCALING = Pattern.compile("Scaling: ([0-9.eE+-]+)");

    private final Path folder;

    private BartComparison(Path folder) {
        this.folder = folder;
    }

    /** {@code BartComparison [TASK...]}: all tasks, or those named. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("preimage-bart");
        try {
            new BartComparison(folder).run(List.of(args));
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** What is compared: arguments of bart, and the same by Preimage. */
    private record Task(String name, String bart, Work ours) {}

    private void run(List<String> chosen) throws IOException, InterruptedException {
        makeData();
        Matcher scaling = SCALING.matcher(bart("pics -S -l1 -r " + LAMBDA + " -i 1 -d4 us maps once"));
        if (!scaling.find()) {
            throw new IOException("bart pics did not print its scaling");
        }
        double scale = Double.parseDouble(scaling.group(1));
        String weight = Double.toString(LAMBDA * scale);
        // Without a tolerance, both make all their iterations.
        Map<String, String> wavelet =
                Map.of("weight", weight, "wavelet", "db2", "levels", "5", "iterations", "100", "tolerance", "0");
        List<Task> tasks = List.of(
                new Task(
                        "l1-wavelet",
                        "pics -S -l1 -r " + LAMBDA + " -i 100 us maps bl1",
                        () -> reconstruct("l1-wavelet", wavelet, "pl1")),
                // One of our iterations solves its linear system further than one of BART's.
                new Task(
                        "tv",
                        "pics -S -R T:3:0:" + LAMBDA + " -i 100 us maps btv",
                        () -> reconstruct(
                                "tv-admm", Map.of("weight", weight, "iterations", "20", "tolerance", "0"), "ptv")),
                new Task(
                        "tv primal-dual",
                        "pics -S -R T:3:0:" + LAMBDA + " -i 100 us maps btv",
                        () -> reconstruct(
                                "tv", Map.of("weight", weight, "iterations", "100", "tolerance", "0"), "ppd")),
                new Task(
                        "sense",
                        "pics -S -l2 -r " + LAMBDA + " -i 30 us maps bl2",
                        () -> reconstruct(
                                "sense",
                                Map.of("weight", Double.toString(LAMBDA), "iterations", "30", "tolerance", "0"),
                                "pl2")),
                new Task("espirit", "ecalib -m1 -r24 us bmaps", this::espirit),
                new Task("nufft forward", "nufft traj coilimages bfwd", () -> nufft(true)),
                new Task("nufft adjoint", "nufft -a -d320:320:1 traj bfwd badj", () -> nufft(false)));
        System.out.printf(Locale.ROOT, "%-14s %10s %10s %22s%n", "", "BART s", "ours s", "BART / ours (median)");
        for (Task task : tasks) {
            if (chosen.isEmpty() || chosen.contains(task.name())) {
                compare(task);
            }
        }
        if (chosen.isEmpty() || chosen.contains("l1-wavelet")) {
            objectives("bl1", "pl1", LAMBDA * scale, true);
        }
        if (chosen.isEmpty() || chosen.contains("tv") && chosen.contains("tv primal-dual")) {
            objectives("btv", "ptv", LAMBDA * scale, false);
            objectives("btv", "ppd", LAMBDA * scale, false);
        }
        quality(List.of("bl1", "pl1", "btv", "ptv", "ppd", "bl2", "pl2"));
    }

    private void makeData() throws IOException, InterruptedException {
        bart("phantom -x " + SIZE + " -s " + COILS + " -k full");
        bart("poisson -Y " + SIZE + " -Z " + SIZE + " -y 2 -z 2 -C 24 -s 8 poisson");
        bart("reshape 7 " + SIZE + " " + SIZE + " 1 poisson mask");
        bart("fmac full mask us");
        bart("ecalib -m1 -r24 us maps");
        bart("fft -i -u 3 full coilimages");
        bart("traj -r -x 640 -y 200 wide");
        bart("scale .5 wide traj");
    }

    private String bart(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bart"));
        command.addAll(Arrays.asList(arguments.split(" ")));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "2");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("bart " + arguments + " failed: " + said);
        }
        return said;
    }

    private void compare(Task task) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            task.ours().run();
        }
        double[] bart = new double[TIMES];
        double[] ours = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            bart(task.bart());
            long middle = System.nanoTime();
            task.ours().run();
            bart[i] = (middle - begin) * 1e-9;
            ours[i] = (System.nanoTime() - middle) * 1e-9;
        }
        Arrays.sort(bart);
        Arrays.sort(ours);
        System.out.printf(
                Locale.ROOT,
                "%-14s %10.3f %10.3f %22.2f%n",
                task.name(),
                bart[0],
                ours[0],
                bart[TIMES / 2] / ours[TIMES / 2]);
    }

    private Space image() {
        return Space.image(SIZE, SIZE, 1);
    }

    private CartesianMri operator() throws IOException {
        Sensitivities maps = new Sensitivities(read("maps").as(Sensitivities.space(image(), COILS)));
        return new CartesianMri(maps, SamplingMask.nonZero(image(), read("mask").magnitude()));
    }

    private Image read(String name) throws IOException {
        return Cfl.read(folder.resolve(name));
    }

    private void reconstruct(String method, Map<String, String> settings, String out) throws IOException {
        CartesianMri a = operator();
        Image data = read("us").as(a.range());
        Image x = Methods.named(Methods.classical(), method)
                .with(settings)
                .reconstruct(new InverseProblem(a, data))
                .image();
        Cfl.write(folder.resolve(out), x);
    }

    private void espirit() throws IOException {
        Image data = read("us").as(operatorRange());
        Cfl.write(
                folder.resolve("pmaps"),
                Espirit.STANDARD.estimate(data).sensitivities().maps());
    }

    private Space operatorRange() {
        return CartesianMri.full(new Sensitivities(Image.zeros(Sensitivities.space(image(), COILS))))
                .range();
    }

    private void nufft(boolean forward) throws IOException {
        Image points = read("traj");
        float[] xyz = points.data();
        float[] plane = new float[2 * 640 * 200];
        for (int i = 0; i < plane.length / 2; i++) {
            // Real parts of the first two of three complex coordinates.
            plane[2 * i] = xyz[6 * i];
            plane[2 * i + 1] = xyz[6 * i + 2];
        }
        Space coilImages = image().complex().with(new Axis(Role.COIL, COILS));
        Nufft nufft = new Nufft(coilImages, new Trajectory(plane, 2, 640, 200));
        Image in = read(forward ? "coilimages" : "bfwd");
        Image out = forward ? nufft.apply(in.as(nufft.domain())) : nufft.adjoint(in.as(nufft.range()));
        Cfl.write(folder.resolve(forward ? "pfwd" : "padj"), out);
    }

    /** 1/2 |A x - b|^2 + w R(x) of both images. */
    private void objectives(String bart, String ours, double w, boolean wavelet) throws IOException {
        CartesianMri a = operator();
        float[] b = read("us").data();
        for (String name : List.of(bart, ours)) {
            float[] x = read(name).data();
            double fit = 0.5 * Vectors.distanceSquared(a.apply(x), b);
            double prior;
            if (wavelet) {
                WaveletTransform transform = new WaveletTransform(a.domain(), Wavelet.named("db2"), 5);
                prior = new DetailL1(transform.range(), transform.approximation(), 1).value(transform.apply(x));
            } else {
                Gradient gradient = new Gradient(a.domain());
                prior = new GroupL1(gradient.range(), 1).value(gradient.apply(x));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s of %s: misfit %.5g + prior %.5g = %.6g%n",
                    wavelet ? "l1-wavelet objective" : "tv objective",
                    name.startsWith("b") ? "BART" : name.equals("ppd") ? "Preimage, primal-dual" : "Preimage",
                    fit,
                    w * prior,
                    fit + w * prior);
        }
    }

    /** PSNR of magnitudes against the fully sampled data, combined by the same maps, on their support. */
    private void quality(List<String> names) throws IOException {
        CartesianMri a = operator();
        CartesianMri full = CartesianMri.full(a.sensitivities());
        float[] truth = full.adjoint(read("full").as(full.range())).magnitude().data();
        double max = 0;
        for (float v : truth) {
            max = Math.max(max, v);
        }
        for (String name : names) {
            if (!Files.exists(folder.resolve(name + ".cfl"))) {
                continue;
            }
            float[] x = read(name).magnitude().data();
            double error = Vectors.distanceSquared(x, truth) / x.length;
            System.out.printf(Locale.ROOT, "%s: PSNR %.2f dB%n", name, 10 * Math.log10(max * max / error));
        }
    }
}
