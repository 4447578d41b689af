package org.preimage.reconstruction.functional;

/** Real matrices of side 2 in closed form: the mean of the eigenvalues and their half difference times a reflection. */
final class PlaneEigen extends SymmetricEigen {
    private double cos;
    private double sin;

    PlaneEigen() {
        super(2);
    }

    @Override
    void read(float[] z, int i, int plane) {
        double mean = 0.5 * ((double) z[i] + z[i + plane]);
        double half = 0.5 * ((double) z[i] - z[i + plane]);
        double off = ROOT * z[i + 2 * plane];
        double r = Math.sqrt(half * half + off * off);
        cos = r == 0 ? 1 : half / r;
        sin = r == 0 ? 0 : off / r;
        values()[0] = mean + r;
        values()[1] = mean - r;
    }

    @Override
    void write(float[] z, int i, int plane) {
        double mean = 0.5 * (values()[0] + values()[1]);
        double r = 0.5 * (values()[0] - values()[1]);
        z[i] = (float) (mean + r * cos);
        z[i + plane] = (float) (mean - r * cos);
        z[i + 2 * plane] = (float) (r * sin / ROOT);
    }
}
