package org.preimage.operators.file;

/**
 * In what an ISMRMRD file counts its trajectory. The format leaves that open, so it is told from how far the trajectory reaches on
 * a grid of N samples over F mm: to 0.5, to N / 2, or to 1000 N / (2 F).
 */
enum TrajectoryUnit {
    /** |k| up to 0.5, as the tools of the format write it. */
    CYCLES_PER_PIXEL("cycles per pixel"),
    /** |k| up to N / 2, in cycles per field of view of the encoded space. */
    CYCLES_PER_FIELD("cycles per field of view"),
    PER_METRE("1/m");

    /** Trajectories may reach a little beyond the edge. */
    private static final double SLACK = 1.2;

    private final String words;

    TrajectoryUnit(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /**
     * The unit of a trajectory.
     *
     * @param reach the largest absolute coordinate
     * @param encoded the grid that was measured
     * @throws IllegalArgumentException if the trajectory reaches too far for all of them
     */
    static TrajectoryUnit of(double reach, IsmrmrdEncoding.Grid encoded) {
        int n = 1;
        double most = 0;
        for (int a = 0; a < 3; a++) {
            n = Math.max(n, encoded.matrix()[a]);
            if (encoded.isMeasured() && encoded.fieldOfView()[a] > 0) {
                most = Math.max(most, encoded.matrix()[a] / encoded.fieldOfView()[a]);
            }
        }
        if (reach <= SLACK * 0.5) {
            return CYCLES_PER_PIXEL;
        }
        if (reach <= SLACK * n / 2) {
            return CYCLES_PER_FIELD;
        }
        if (reach <= SLACK * 500 * most) {
            return PER_METRE;
        }
        throw new IllegalArgumentException("the trajectory reaches to " + (float) reach + ", but " + n
                + " samples hold no more than 0.5 cycles per pixel, " + n / 2.0 + " cycles per field of view"
                + (most > 0 ? ", or " + (float) (500 * most) + " 1/m" : ""));
    }

    /** What makes cycles per field of view of the image from a coordinate along an axis. */
    double scale(IsmrmrdEncoding encoding, int axis) {
        IsmrmrdEncoding.Grid encoded = encoding.encoded();
        IsmrmrdEncoding.Grid recon = encoding.recon();
        boolean measured = encoded.fieldOfView()[axis] > 0 && recon.fieldOfView()[axis] > 0;
        // Without fields of view, pixels are taken to be of the same size.
        double wider = measured
                ? recon.fieldOfView()[axis] / encoded.fieldOfView()[axis]
                : (double) recon.matrix()[axis] / encoded.matrix()[axis];
        return switch (this) {
            case CYCLES_PER_PIXEL -> encoded.matrix()[axis] * wider;
            case CYCLES_PER_FIELD -> wider;
            case PER_METRE -> recon.fieldOfView()[axis] / 1000;
        };
    }
}
