package org.preimage.operators.file;

/**
 * The header of one readout of an ISMRMRD file.
 *
 * @param index of the readout in the file
 * @param flags bit {@code f - 1} for each flag {@code f}
 * @param samples digitised
 * @param channels with data
 * @param discardPre samples at the beginning that are no data
 * @param discardPost samples at the end that are no data
 * @param center sample of zero frequency, counted from the first digitised
 * @param encoding space
 * @param dimensions of the trajectory; 0 for none
 * @param step1 first phase encoding
 * @param step2 second phase encoding
 * @param average number of the average
 * @param frame which image it belongs to
 */
record IsmrmrdReadout(
        int index,
        long flags,
        int samples,
        int channels,
        int discardPre,
        int discardPost,
        int center,
        int encoding,
        int dimensions,
        int step1,
        int step2,
        int average,
        KSpaceFrame frame) {
    private static final int NOISE = 19;
    private static final int CALIBRATION = 20;
    private static final int CALIBRATION_AND_IMAGING = 21;
    private static final int REVERSE = 22;

    /** What a readout is measured for. */
    enum Purpose {
        IMAGING("imaging"),
        CALIBRATION("calibration"),
        NOISE("noise"),
        NAVIGATION("navigation"),
        PHASE_CORRECTION("phase correction"),
        OTHER("feedback, dummy or correction scan"),
        EMPTY("empty");

        private final String words;

        Purpose(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private boolean has(int flag) {
        return (flags >>> flag - 1 & 1) != 0;
    }

    Purpose purpose() {
        if (samples == 0 || channels == 0) {
            return Purpose.EMPTY;
        }
        if (has(NOISE)) {
            return Purpose.NOISE;
        }
        if (has(23)) {
            return Purpose.NAVIGATION;
        }
        if (has(24)) {
            return Purpose.PHASE_CORRECTION;
        }
        // Feedback, dummy scans, the scan for the correction of surface coils, phase stabilisation and its reference.
        for (int flag = 26; flag <= 31; flag++) {
            if (has(flag)) {
                return Purpose.OTHER;
            }
        }
        return has(CALIBRATION) && !has(CALIBRATION_AND_IMAGING) ? Purpose.CALIBRATION : Purpose.IMAGING;
    }

    /** Whether it serves the calibration of parallel imaging, alone or besides imaging. */
    boolean calibrates() {
        return has(CALIBRATION) || has(CALIBRATION_AND_IMAGING);
    }

    /** Whether it ran from high to low frequency. */
    boolean isReversed() {
        return has(REVERSE);
    }

    /** Samples that are data. */
    int used() {
        return samples - discardPre - discardPost;
    }
}
