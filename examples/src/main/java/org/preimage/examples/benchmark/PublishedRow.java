package org.preimage.examples.benchmark;

import java.util.List;

/**
 * One method of a published table, and what stands for it here.
 *
 * @param method its name in the table
 * @param psnr published, in dB; NaN where the table has none
 * @param ssim published; NaN where the table has none
 * @param checked PSNR of the same experiment programmed apart from Preimage; NaN where there is none
 * @param tolerance how far in dB our mean may lie below the published one before a gate fails
 * @param ours what runs, as {@link Contestant#parse} reads it: one for all seeds or, of networks trained from different
 *     seeds, one for each; empty where the published figure stands alone
 */
record PublishedRow(String method, double psnr, double ssim, double checked, double tolerance, List<String> ours) {
    /** Published means are of other images, and of networks that were trained for longer. */
    private static final double TOLERANCE = 1;

    PublishedRow {
        ours = List.copyOf(ours);
    }

    /** Figures of a table without SSIM are given as NaN. */
    static PublishedRow of(String method, double psnr, double ssim) {
        return new PublishedRow(method, psnr, ssim, Double.NaN, TOLERANCE, List.of());
    }

    /** A variant of ours that the table does not have. */
    static PublishedRow extra(String method) {
        return of(method, Double.NaN, Double.NaN);
    }

    /** With the figure of an independent program. */
    PublishedRow checked(double psnrOfTheOther) {
        return new PublishedRow(method, psnr, ssim, psnrOfTheOther, tolerance, ours);
    }

    /** With what runs. */
    PublishedRow by(String... contestants) {
        return new PublishedRow(method, psnr, ssim, checked, tolerance, List.of(contestants));
    }

    /** With another tolerance. */
    PublishedRow within(double decibels) {
        return new PublishedRow(method, psnr, ssim, checked, decibels, ours);
    }

    /** What runs for the seed of this number, from 0. */
    String contestant(int seed) {
        return ours.get(ours.size() == 1 ? 0 : seed);
    }
}
