package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Damages valid files in many ways, and demands of a reader that it gives a result or one sentence. */
final class Damage {
    private Damage() {}

    interface Reader {
        void read(Path file) throws IOException;
    }

    /**
     * Reads copies of a file with flipped bytes, overwritten runs and missing ends.
     *
     * @param headLength how many bytes at the beginning get half of the damage
     */
    static void survives(Path file, int headLength, int trials, Reader reader) throws IOException {
        byte[] valid = Files.readAllBytes(file);
        Path damaged = file.resolveSibling("damaged-" + file.getFileName());
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(valid.length);
        for (int t = 0; t < trials; t++) {
            byte[] bytes = valid.clone();
            int end = t % 2 == 0 ? bytes.length : Math.min(headLength, bytes.length);
            switch (t % 5) {
                case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                case 1 -> Arrays.fill(bytes, random.nextInt(end), end, (byte) random.nextInt());
                case 2 -> Arrays.fill(bytes, random.nextInt(end), end, (byte) 0xff);
                default -> {
                    for (int k = random.nextInt(1, 5); k > 0; k--) {
                        bytes[random.nextInt(end)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
                    }
                }
            }
            Files.write(damaged, bytes);
            try {
                reader.read(damaged);
            } catch (IOException e) {
                assertTrue(e.getMessage().contains(damaged.getFileName().toString()), e.getMessage());
                assertFalse(e.getMessage().contains("\n"), e.getMessage());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("trial " + t + " of " + file.getFileName() + " ended in " + e, e);
            }
        }
    }
}
