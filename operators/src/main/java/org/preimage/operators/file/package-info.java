/**
 * Images and raw data from files and into files.
 *
 * <p>{@link org.preimage.operators.file.ImageFiles} chooses by extension; each format is one class with static
 * {@code read} and {@code write}. A header is believed only as far as the file is long enough to hold what it claims, and a
 * damaged file ends in an {@link java.io.IOException} with one sentence, whatever its bytes. Writing goes through
 * {@link org.preimage.operators.file.AtomicFile}: a file appears whole or not at all.
 */
package org.preimage.operators.file;
