package org.preimage.operators.mri;

import org.preimage.operators.fourier.LineTransform;

/** Fourier transforms of many lines of one length whose elements stand next to each other. */
final class GridLines {
    private final LineTransform transform;

    GridLines(int length) {
        transform = new LineTransform(length);
    }

    /** With exp(-2 pi i k r / length). */
    void forward(float[] buffer, int lines) {
        each(buffer, lines, false);
    }

    /** With the opposite sign, not scaled. */
    void inverse(float[] buffer, int lines) {
        each(buffer, lines, true);
    }

    private void each(float[] buffer, int lines, boolean inverse) {
        int n = transform.length();
        transform.use(fft -> {
            float[] line = new float[2 * n];
            for (int l = 0; l < lines; l++) {
                for (int i = 0; i < n; i++) {
                    line[2 * i] = buffer[2 * (i * lines + l)];
                    line[2 * i + 1] = buffer[2 * (i * lines + l) + 1];
                }
                if (inverse) {
                    fft.complexInverse(line, false);
                } else {
                    fft.complexForward(line);
                }
                for (int i = 0; i < n; i++) {
                    buffer[2 * (i * lines + l)] = line[2 * i];
                    buffer[2 * (i * lines + l) + 1] = line[2 * i + 1];
                }
            }
        });
    }
}
