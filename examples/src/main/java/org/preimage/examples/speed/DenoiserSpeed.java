package org.preimage.examples.speed;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.file.Png;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.denoise.Bm3d;
import org.preimage.reconstruction.denoise.Denoiser;
import org.preimage.reconstruction.denoise.NonLocalMeans;
import org.preimage.reconstruction.denoise.ProximalDenoiser;
import org.preimage.reconstruction.denoise.WaveletShrinkage;
import org.preimage.reconstruction.functional.TvNorm;
import org.preimage.reconstruction.quality.ImageQuality;

/** Quality and time of the denoisers for 8-bit images with noise of sigma = 25, and of BM3D block by block beside. */
public final class DenoiserSpeed {
    private static final double SIGMA = 25;
    private static final int WARM = 4;

    private DenoiserSpeed() {}

    /** Seconds of CPU time on one thread, and the result. */
    private record Timed(Image image, double seconds) {}

    private static Timed timed(Denoiser denoiser, Image noisy, int runs) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Image out = Image.zeros(noisy.space());
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < runs; i++) {
            long begin = threads.getCurrentThreadCpuTime();
            Parallel.withThreads(1, () -> denoiser.denoise(noisy.data(), SIGMA, out.data()));
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - begin) * 1e-9);
        }
        return new Timed(out, best);
    }

    private static Map<String, Image> images(List<String> files) throws IOException {
        Map<String, Image> images = new LinkedHashMap<>();
        for (String file : files) {
            Path path = Path.of(file);
            images.put(String.valueOf(path.getFileName()), Png.read(path));
        }
        if (images.isEmpty()) {
            Image phantom = SheppLogan.modified(512).render(Space.image(512, 512, 1), 2);
            for (int i = 0; i < phantom.data().length; i++) {
                phantom.data()[i] *= 255;
            }
            images.put("phantom", phantom);
        }
        return images;
    }

    /**
     * Prints the table.
     *
     * @param args PNG files of 8 bits, none for a phantom; "naive" first to run BM3D as the paper writes it too, which takes
     *     minutes for 512 x 512 pixels
     */
    public static void main(String[] args) throws IOException {
        List<String> files = new ArrayList<>(List.of(args));
        boolean naive = files.remove("naive");
        PrintStream out = System.out;
        out.printf("Denoising, sigma %.0f, CPU time on one thread; Java %s%n", SIGMA, Runtime.version());
        out.println("image                denoiser                    PSNR dB      s");
        for (Map.Entry<String, Image> entry : images(files).entrySet()) {
            Image truth = entry.getValue();
            Space space = truth.space();
            Image noisy = Image.zeros(space);
            new GaussianNoise(SIGMA)
                    .sample(
                            truth.data(),
                            RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1),
                            noisy.data());
            Map<String, Denoiser> denoisers = new LinkedHashMap<>();
            denoisers.put("BM3D", new Bm3d(space));
            denoisers.put("BM3D, range 255", new Bm3d(space, 255));
            denoisers.put("non-local means", new NonLocalMeans(space));
            denoisers.put("wavelet shrinkage", new WaveletShrinkage(space));
            denoisers.put("total variation", new ProximalDenoiser(new TvNorm(space, 1).accurate(1e-3, 100), 0.7, 1));
            row(out, entry.getKey(), "(noisy)", truth, new Timed(noisy, 0));
            Timed fast = null;
            for (Map.Entry<String, Denoiser> d : denoisers.entrySet()) {
                Timed timed = timed(d.getValue(), noisy, WARM);
                row(out, entry.getKey(), d.getKey(), truth, timed);
                fast = d.getKey().equals("BM3D, range 255") ? timed : fast;
            }
            if (naive) {
                ThreadMXBean threads = ManagementFactory.getThreadMXBean();
                long begin = threads.getCurrentThreadCpuTime();
                Image slow = NaiveBm3d.denoise(noisy, SIGMA);
                double seconds = (threads.getCurrentThreadCpuTime() - begin) * 1e-9;
                row(out, entry.getKey(), "BM3D block by block", truth, new Timed(slow, seconds));
                out.printf(
                        Locale.ROOT,
                        "%-20s %.0f times as long; results differ by PSNR %.1f dB%n",
                        entry.getKey(),
                        seconds / fast.seconds,
                        ImageQuality.of(slow, fast.image, 255).psnr());
            }
        }
    }

    private static void row(PrintStream out, String image, String denoiser, Image truth, Timed timed) {
        out.printf(
                Locale.ROOT,
                "%-20s %-25s %8.2f %8.3f%n",
                image,
                denoiser,
                ImageQuality.of(truth, timed.image, 255).psnr(),
                timed.seconds);
    }
}
