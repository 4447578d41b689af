/**
 * Images and raw data from files and into files.
 *
 * <p>{@link org.preimage.operators.file.ImageFiles} reads and writes images, chosen by extension; each format is one class
 * with static {@code read} and {@code write}. {@link org.preimage.operators.file.ScanFiles} opens raw scans, chosen by
 * content, as a {@link org.preimage.operators.file.ScanFile} of which blocks of detector rows are read; {@code FramesScan}
 * is the only one, and a new format supplies its {@code Frames}. {@link org.preimage.operators.file.DicomSeries} reads
 * reconstructed slices. {@link org.preimage.operators.file.KSpaceFiles} opens raw k-space as a
 * {@link org.preimage.operators.file.KSpaceFile}, one image after the other.
 *
 * <p> A header is believed only as far as the file is long enough to hold what it claims, and a
 * damaged file ends in an {@link java.io.IOException} with one sentence, whatever its bytes. Writing goes through
 * {@link org.preimage.operators.file.AtomicFile}: a file appears whole or not at all.
 */
package org.preimage.operators.file;
