package org.preimage.examples.benchmark;

import java.util.List;

/**
 * One method of a published table, and what stands for it here.
 *
 * @param method its name in the table
 * @param psnr published, in dB; NaN where the table has none
 * @param ssim published; NaN where the table has none
 * @param checked PSNR of the same experiment programmed apart from Preimage; NaN where there is none
 * @param ours what runs, as {@link Contestant#parse} reads it: one for all seeds or, of networks trained from different
 *     seeds, one for each; empty where the published figure stands alone
 */
record PublishedRow(String method, double psnr, double ssim, double checked, List<String> ours) {
    PublishedRow {
        ours = List.copyOf(ours);
    }

    /** Figures of a table without SSIM are given as NaN. */
    static PublishedRow of(String method, double psnr, double ssim) {
        return new PublishedRow(method, psnr, ssim, Double.NaN, List.of());
    }

    /** A variant of ours that the table does not have. */
    static PublishedRow extra(String method) {
        return of(method, Double.NaN, Double.NaN);
    }

    /** With the figure of an independent program. */
    PublishedRow checked(double psnrOfTheOther) {
        return new PublishedRow(method, psnr, ssim, psnrOfTheOther, ours);
    }

    /** With what runs. */
    PublishedRow by(String... contestants) {
        return new PublishedRow(method, psnr, ssim, checked, List.of(contestants));
    }

    /** What runs for the seed of this number, from 0. */
    String contestant(int seed) {
        return ours.get(ours.size() == 1 ? 0 : seed);
    }
}
