package org.preimage.reconstruction.method;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.shearlet.ShearletTransform;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.wavelet.SymmetricWaveletTransform;
import org.preimage.operators.wavelet.UndecimatedWaveletTransform;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;
import org.preimage.reconstruction.functional.AnalysisComposition;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.DetailSparsity;
import org.preimage.reconstruction.functional.HessianSchatten;
import org.preimage.reconstruction.functional.L1;
import org.preimage.reconstruction.functional.NonNegativeL1;
import org.preimage.reconstruction.functional.OrthogonalComposition;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.Regulariser;
import org.preimage.reconstruction.functional.SchattenNorm;
import org.preimage.reconstruction.functional.TotalVariationRegulariser;
import org.preimage.reconstruction.functional.TvNorm;
import org.preimage.reconstruction.functional.Zero;

/**
 * A prior of the image that methods with proximal maps offer by name. To add one is a line in {@link #ALL}: any {@link Regulariser}
 * whose only unknown is the image has a proximal map by {@link AnalysisComposition}. Total generalised variation is not among them,
 * whose value at an image is a minimisation by itself; the method tgv has it.
 *
 * @param name lower case with hyphens
 * @param regulariser R on a space of images; null for none
 * @param proximal w R with its proximal map, under x &gt;= 0 where it is asked for
 */
public record ImagePrior(String name, Function<Space, Regulariser> regulariser, Proximal proximal) {
    /** Makes a functional with a proximal map. */
    @FunctionalInterface
    public interface Proximal {
        Proximable of(Space space, double weight, boolean nonNegative);
    }

    /** Of the proximal map's iteration: relative duality gap, iterations. */
    private static final double TOLERANCE = 1e-6;

    private static final int INNER = 100;
    private static final int COARSEST = 12;

    /** No prior but x &gt;= 0. */
    static final ImagePrior NONE =
            new ImagePrior("none", null, (space, w, nonNegative) -> constraint(space, nonNegative));

    /** Those there are. */
    static final List<ImagePrior> ALL = List.of(
            totalVariation("tv", true),
            totalVariation("tv-anisotropic", false),
            of("wavelet", ImagePrior::periodic),
            of("wavelet-symmetric", ImagePrior::symmetric),
            of(
                    "wavelet-undecimated",
                    space -> new DetailSparsity(new UndecimatedWaveletTransform(space, db4(), levels(space)))),
            of("shearlet", space -> new DetailSparsity(ShearletTransform.of(space))),
            of("hessian", space -> new HessianSchatten(space, SchattenNorm.Order.NUCLEAR)),
            new ImagePrior("l1", Magnitudes::new, ImagePrior::magnitudes),
            NONE);

    /** A prior with the proximal map that every regulariser of the image has: in closed form if K is orthogonal and there is no constraint. */
    public static ImagePrior of(String name, Function<Space, Regulariser> regulariser) {
        return new ImagePrior(name, regulariser, (space, w, nonNegative) -> {
            Regulariser r = regulariser.apply(space);
            if (!(r.image() instanceof Identity)) {
                throw new IllegalArgumentException(
                        "the prior " + name + " has other unknowns beside the image, but must"
                                + " have none for a proximal map of the image");
            }
            boolean constrained = nonNegative && space.field() == Field.REAL;
            if (!constrained && r.analysis() instanceof WaveletTransform wavelets && wavelets.isParseval()) {
                return new OrthogonalComposition(r.weighted(w), wavelets);
            }
            return new AnalysisComposition(
                    r.weighted(w), r.analysis(), constraint(space, nonNegative), TOLERANCE, INNER);
        });
    }

    static ImagePrior named(String name) {
        return ALL.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
    }

    static List<String> names() {
        return ALL.stream().map(ImagePrior::name).collect(Collectors.toList());
    }

    private static ImagePrior totalVariation(String name, boolean isotropic) {
        return new ImagePrior(
                name, space -> new TotalVariationRegulariser(space, isotropic), (space, w, nonNegative) -> {
                    TvNorm tv = new TvNorm(space, w).accurate(TOLERANCE, INNER);
                    tv = isotropic ? tv : tv.anisotropic();
                    return nonNegative && space.field() == Field.REAL ? tv.nonNegative() : tv;
                });
    }

    private static Regulariser periodic(Space space) {
        return new DetailSparsity(new WaveletTransform(space, db4(), levels(space)));
    }

    private static Regulariser symmetric(Space space) {
        Wavelet wavelet = Wavelet.cdf97();
        int most = SymmetricWaveletTransform.mostLevels(space, wavelet);
        return new DetailSparsity(new SymmetricWaveletTransform(space, wavelet, Math.min(levels(space), most)));
    }

    private static Proximable magnitudes(Space space, double weight, boolean nonNegative) {
        return nonNegative && space.field() == Field.REAL ? new NonNegativeL1(space, weight) : new L1(space, weight);
    }

    private static Proximable constraint(Space space, boolean nonNegative) {
        return nonNegative && space.field() == Field.REAL ? Box.nonNegative(space) : new Zero(space);
    }

    private static Wavelet db4() {
        return Wavelet.daubechies(4);
    }

    /** As many as leave {@value #COARSEST} averages along the shortest axis, at least one. */
    private static int levels(Space space) {
        return L1Wavelet.levelsFor(space);
    }

    /** The sum of magnitudes. */
    private record Magnitudes(Space space) implements Regulariser {
        @Override
        public LinearOperator analysis() {
            return new Identity(space);
        }

        @Override
        public Proximable weighted(double weight) {
            return new L1(space, weight);
        }
    }
}
