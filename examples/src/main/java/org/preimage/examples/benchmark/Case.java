package org.preimage.examples.benchmark;

import java.util.Map;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Image;

/**
 * One image to reconstruct.
 *
 * @param name what it shows
 * @param data the measurement, in the range of the task's operator
 * @param truth what PSNR and SSIM are measured against; null where nothing of the kind is known
 * @param shown the grey values of the pictures
 * @param facts how the data came about: inputs with their sha256, noise, seed
 */
public record Case(String name, Image data, Image truth, Pictures.Scale shown, Map<String, String> facts) {}
