package org.preimage.examples.benchmark;

import java.util.List;
import org.preimage.reconstruction.Reconstruction;

/**
 * What one method did on one task.
 *
 * @param suite name of the suite
 * @param task the task
 * @param method name of the method
 * @param cases the images with their results
 * @param command the command that repeats this row
 */
public record Row(String suite, String task, String method, List<Result> cases, String command) {
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

    /** Mean PSNR over the images. */
    public double psnr() {
        return cases.stream().mapToDouble(Result::psnr).average().orElse(Double.NaN);
    }

    /** Standard deviation of the PSNR between images; NaN for a single one. */
    public double psnrSd() {
        double mean = psnr();
        double sum = cases.stream()
                .mapToDouble(r -> (r.psnr() - mean) * (r.psnr() - mean))
                .sum();
        return cases.size() > 1 ? Math.sqrt(sum / (cases.size() - 1)) : Double.NaN;
    }

    /** Mean SSIM over the images. */
    public double ssim() {
        return cases.stream().mapToDouble(Result::ssim).average().orElse(Double.NaN);
    }

    /** Mean error relative to the truth. */
    public double nrmse() {
        return cases.stream().mapToDouble(Result::nrmse).average().orElse(Double.NaN);
    }

    /** Mean wall time for one image. */
    public double seconds() {
        return cases.stream().mapToDouble(Result::seconds).average().orElse(Double.NaN);
    }

    /** Mean number of iterations, rounded. */
    public long iterations() {
        return Math.round(cases.stream()
                .mapToInt(r -> r.reconstruction().iterations())
                .average()
                .orElse(0));
    }
}
