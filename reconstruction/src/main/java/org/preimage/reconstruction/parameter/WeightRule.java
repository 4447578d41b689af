package org.preimage.reconstruction.parameter;

import java.util.Locale;

/**
 * How a weight w is found from the data b alone. In the formulas x is the minimiser for w, m the number of samples, sigma their
 * noise, and df the degrees of freedom that the minimiser spends, the trace of d(A x)/db.
 */
public enum WeightRule {
    /** What suits the operator: {@link #SURE}, where solves are dear {@link #NOISE}; to be replaced by {@link #or}. */
    AUTO("as suits the operator"),
    /**
     * |A x - b|<sup>2</sup> = sigma<sup>2</sup> (m - df): the misfit is what noise leaves after a fit. Morozov 1966, On the solution
     * of functional equations by the method of regularization, Soviet Math. Dokl. 7, with the equivalent degrees of freedom
     * of Hall and Titterington 1987, Common structure of techniques for choosing smoothing parameters in regression
     * problems, J. R. Stat. Soc. B 49; without them the weight is too large. As noise levels are not known exactly, one per cent more is allowed. Where no weight meets it, as errors beyond the noise
     * are in the data, least risk decides.
     */
    DISCREPANCY("the discrepancy principle with degrees of freedom"),
    /**
     * The least |A x - b|<sup>2</sup> / (1 - df / m)<sup>2</sup>, which needs no noise level where df is far below m. Golub, Heath and
     * Wahba 1979, Generalized cross-validation as a method for choosing a good ridge parameter, Technometrics 21. Where df nears
     * m it may go on falling until the data are interpolated; so a misfit below 0.8 sigma<sup>2</sup> (m - df) counts as that.
     */
    GCV("generalised cross-validation"),
    /**
     * The least |A x - b|<sup>2</sup> + 2 sigma<sup>2</sup> df, up to a constant an unbiased estimate of the predictive risk
     * E|A (x - x*)|<sup>2</sup>. Stein 1981, Estimation of the mean of a multivariate normal distribution, Ann. Stat. 9.
     */
    SURE("Stein's unbiased estimate of the risk"),
    /**
     * The corner of the curve of log R(x) against log |A x - b|. Hansen and O'Leary 1993, The use of the L-curve in the
     * regularization of discrete ill-posed problems, SIAM J. Sci. Comput. 14. Needs neither noise nor degrees of freedom, and
     * has no theory that says how far it errs.
     */
    L_CURVE("the corner of the L-curve"),
    /** The first guess, a multiple of what noise adds to each entry of A* b; no solve at all. */
    NOISE("as a multiple of the noise's force");

    private final String words;

    WeightRule(String words) {
        this.words = words;
    }

    /** Lower case with a hyphen, as in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The rule of this label. */
    public static WeightRule labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** This rule, or the other one instead of {@link #AUTO}. */
    public WeightRule or(WeightRule usual) {
        return this == AUTO ? usual : this;
    }

    /** The rule in words, for notes. */
    public String words() {
        return words;
    }

    /** Whether it asks for the degrees of freedom, and so for a second solve with perturbed data. */
    public boolean needsFreedom() {
        return this == DISCREPANCY || this == GCV || this == SURE;
    }
}
