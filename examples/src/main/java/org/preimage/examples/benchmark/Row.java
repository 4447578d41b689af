package org.preimage.examples.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.preimage.reconstruction.Reconstruction;

/**
 * What one method did on one task.
 *
 * @param suite name of the suite
 * @param task the task
 * @param method name of the method
 * @param cases the images with their results
 * @param memory the most in use while they were made
 * @param baseline the method that it is compared with, image by image
 * @param gain the mean difference of the PSNR from the baseline's, in dB; NaN without truth
 * @param data checksum of the task's data and truths
 * @param command the command that repeats this row, after that of its baseline
 */
public record Row(
        String suite,
        String task,
        String method,
        List<Result> cases,
        PeakMemory memory,
        String baseline,
        MeanInterval gain,
        String data,
        String command) {
    /**
     * One image.
     *
     * @param image what was reconstructed
     * @param reconstruction the result
     * @param psnr in dB; NaN without truth
     * @param ssim NaN without truth
     * @param nrmse NaN without truth
     * @param seconds wall time, the choice of parameters included
     */
    public record Result(
            Case image, Reconstruction reconstruction, double psnr, double ssim, double nrmse, double seconds) {}

    /** Whether this is the row of the baseline itself. */
    public boolean isBaseline() {
        return method.equals(baseline);
    }

    /** Mean PSNR over the images. */
    public double psnr() {
        return mean(Result::psnr);
    }

    /** The same with its interval. */
    MeanInterval psnrInterval() {
        return MeanInterval.of(cases.stream().mapToDouble(Result::psnr).toArray());
    }

    /** Standard deviation of the PSNR between images; NaN for a single one. */
    public double psnrSd() {
        return sd(Result::psnr);
    }

    /** Mean SSIM over the images. */
    public double ssim() {
        return mean(Result::ssim);
    }

    /** Standard deviation of the SSIM between images; NaN for a single one. */
    public double ssimSd() {
        return sd(Result::ssim);
    }

    /** Mean error relative to the truth. */
    public double nrmse() {
        return mean(Result::nrmse);
    }

    /** Mean wall time for one image. */
    public double seconds() {
        return mean(Result::seconds);
    }

    /** Mean number of iterations, rounded. */
    public long iterations() {
        return Math.round(cases.stream()
                .mapToInt(r -> r.reconstruction().iterations())
                .average()
                .orElse(0));
    }

    private double mean(ToDoubleFunction<Result> figure) {
        return cases.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private double sd(ToDoubleFunction<Result> figure) {
        double mean = mean(figure);
        double sum = cases.stream()
                .mapToDouble(figure)
                .map(v -> (v - mean) * (v - mean))
                .sum();
        return cases.size() > 1 ? Math.sqrt(sum / (cases.size() - 1)) : Double.NaN;
    }
}
