package org.preimage.operators.mri.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.calibration.Neighbourhoods.Offset;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * GRAPPA: a missing point of a coil's k-space as a linear combination of measured points of all coils nearby. Coil
 * sensitivities are smooth, so the weights depend on the arrangement of the points alone, not on the place; they come from a
 * completely sampled calibration block by least squares,
 *
 * <pre>min over w of |A w - t|<sup>2</sup> + lambda |w|<sup>2</sup>,</pre>
 *
 * where the rows of A hold the neighbours and t the point for all positions in the block, and lambda is relative to the mean
 * of the diagonal of A* A.
 *
 * <p>Any mask will do: each arrangement of measured neighbours that occurs gets weights of its own. A regular grid has a few
 * of them and costs little; a Poisson disc has one for nearly every point. Measured points stay as they are. Beyond the end
 * of an axis that is read out as a whole, k-space counts as zero.
 *
 * <p>Griswold et al. 2002, Generalized autocalibrating partially parallel acquisitions (GRAPPA), Magn. Reson. Med. 47; grids
 * along two axes: Breuer et al. 2006, Controlled aliasing in volumetric parallel imaging (2D CAIPIRINHA), Magn. Reson. Med. 55.
 */
public final class GrappaKernels {
    /** Nearest points of a mask with gaps along several axes, for each line that is asked for along one. */
    private static final int NEAREST_PER_LINE = 2;

    /** Neighbours along a second axis that is read out as a whole, at most: it multiplies the cost. */
    private static final int SECOND_READOUT = 3;

    /** Equations that suffice for each unknown. */
    private static final int EQUATIONS_PER_UNKNOWN = 32;

    /** Equations for each unknown that a window for all patterns must leave, or each pattern gets equations of its own. */
    private static final int ENOUGH = 4;

    /** Complex multiplications beyond which a mask is refused: about half an hour. */
    private static final double LIMIT = 2e12;

    /** Unknowns whose normal equations take 1 GB. */
    private static final int MOST_UNKNOWNS = 8000;

    private final float[] block;
    private final int[] sizes;
    private final int coils;
    private final int lines;
    private final int samples;
    private final double regularisation;

    /**
     * @param calibration completely sampled k-space: complex, axes KX, KY, [KZ,] COIL, at least two coils
     * @param lines measured neighbours along an undersampled axis, half of them on each side; twice as many nearest points where
     *     there are several such axes; at least 2
     * @param samples neighbours along an axis that is read out as a whole, at least 1
     * @param regularisation lambda, not negative
     * @throws IllegalArgumentException if the calibration has other axes, one coil only, or is zero everywhere, or a number
     *     is too small
     */
    public GrappaKernels(Image calibration, int lines, int samples, double regularisation) {
        Space space = calibration.space();
        int last = space.dimensions() - 1;
        if (space.field() != Field.COMPLEX
                || last < 2
                || last > 3
                || space.axes().get(last).role() != Role.COIL) {
            throw new IllegalArgumentException(
                    "the calibration is " + space + ", but must be complex with axes KX, KY, KZ if there is one, COIL");
        }
        if (space.size(last) < 2) {
            throw new IllegalArgumentException(
                    "the data have 1 coil, but GRAPPA needs at least 2: it is the coils that tell points apart");
        }
        if (lines < 2 || samples < 1 || !(regularisation >= 0) || Double.isInfinite(regularisation)) {
            throw new IllegalArgumentException("lines is " + lines + ", samples " + samples + " and regularisation "
                    + regularisation + ", but must be at least 2, 1 and 0");
        }
        calibration.requireFinite("the calibration");
        boolean zero = true;
        for (float v : calibration.data()) {
            zero &= v == 0;
        }
        if (zero) {
            throw new IllegalArgumentException("the calibration is zero everywhere, but must hold a signal");
        }
        this.block = calibration.data();
        this.coils = space.size(last);
        this.sizes = new int[last];
        for (int a = 0; a < last; a++) {
            sizes[a] = space.size(a);
        }
        this.lines = lines;
        this.samples = samples;
        this.regularisation = regularisation;
    }

    /**
     * The completely sampled block around the centre of data ({@link SamplingMask#calibration()}).
     *
     * @param data complex, axes KX, KY, [KZ,] COIL
     * @param mask of the data
     * @throws IllegalArgumentException if not even the centre is sampled, or the mask is of another size
     */
    public static Image calibrationOf(Image data, SamplingMask mask) {
        requireFit(data, mask);
        int[] size = mask.calibration();
        int[] start = mask.calibrationStart();
        List<Axis> axes = new ArrayList<>();
        int points = 1;
        for (int a = 0; a < size.length; a++) {
            if (size[a] == 0) {
                throw new IllegalArgumentException(
                        "the mask has no calibration: the centre of k-space is not sampled, but a completely sampled block around it is needed");
            }
            Axis axis = data.space().axes().get(a);
            axes.add(new Axis(axis.role(), size[a], axis.spacing()));
            points *= size[a];
        }
        axes.add(data.space().axes().get(size.length));
        Image block = Image.zeros(new Space(axes, Field.COMPLEX));
        int all = mask.space().points();
        for (int i = 0; i < block.space().points(); i++) {
            int rest = i % points;
            int from = 0;
            for (int a = 0, stride = 1; a < size.length; stride *= data.space().size(a++)) {
                from += (start[a] + rest % size[a]) * stride;
                rest /= size[a];
            }
            from += i / points * all;
            block.data()[2 * i] = data.data()[2 * from];
            block.data()[2 * i + 1] = data.data()[2 * from + 1];
        }
        return block;
    }

    private static void requireFit(Image data, SamplingMask mask) {
        int d = mask.space().dimensions();
        boolean fits = data.space().dimensions() == d + 1 && data.space().field() == Field.COMPLEX;
        for (int a = 0; fits && a < d; a++) {
            fits = data.space().size(a) == mask.space().size(a);
        }
        if (!fits) {
            throw new IllegalArgumentException("the data are " + data.space() + ", but the mask of " + mask.space()
                    + " needs complex data of this size with one axis of coils more");
        }
    }

    /**
     * Completed k-space.
     *
     * @param kspace measured and estimated points
     * @param patterns arrangements of neighbours that occurred
     * @param estimated points of a coil that were estimated
     * @param left points of a coil that stayed zero, being too far from all that is measured
     */
    public record Filled(Image kspace, int patterns, int estimated, int left) {}

    /** Missing points that see the same sources from the same place. */
    private record Target(Offset at, List<Integer> points) {}

    /** Sources that occur together, and what is estimated from them, all counted from the sources' lowest corner. */
    private record Group(List<Offset> sources, List<Target> targets) {}

    /**
     * Estimates all missing points.
     *
     * @param data complex, axes KX, KY, [KZ,] COIL, with as many coils as the calibration
     * @param mask of the data
     * @throws IllegalArgumentException if sizes do not fit, the calibration is too small for the mask's gaps, or the mask
     *     has so many patterns that this would take half an hour or more
     */
    public Filled fill(Image data, SamplingMask mask) {
        requireFit(data, mask);
        int d = sizes.length;
        if (mask.space().dimensions() != d || data.space().size(d) != coils) {
            throw new IllegalArgumentException("the data are " + data.space() + ", but the calibration has " + coils
                    + " coils and " + d + " axes of k-space");
        }
        Neighbourhoods near = new Neighbourhoods(mask, lines, NEAREST_PER_LINE * lines, sizes);
        List<Offset> along = alongReadout(near);
        List<Group> groups = groups(near.points());
        Set<Offset> window = new LinkedHashSet<>();
        window.add(new Offset(0, 0, 0));
        near.points().keySet().forEach(window::addAll);
        double apart = 0;
        double solving = 0;
        for (Group g : groups) {
            double n = (double) g.sources.size() * along.size() * coils;
            apart += n * n / 2 * equations(cross(union(g), along), n);
            solving += n * n * n / 6;
        }
        double n = (double) window.size() * along.size() * coils;
        List<Offset> all = cross(new ArrayList<>(window), along);
        double shared = n > MOST_UNKNOWNS ? Double.POSITIVE_INFINITY : n * n / 2 * equations(all, n);
        double largest =
                groups.stream().mapToInt(g -> g.sources.size()).max().orElse(0) * along.size() * (double) coils;
        boolean together = shared < apart && equations(all, n) >= ENOUGH * largest;
        if (Math.min(apart, shared) + solving > LIMIT) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the mask has %d patterns of neighbours, which would take %.0f times 10^9 multiplications, but at most"
                            + " %.0f are worth while: take fewer lines or samples, or another method",
                    groups.size(),
                    (Math.min(apart, shared) + solving) / 1e9,
                    LIMIT / 1e9));
        }
        Completion completion = new Completion(data, coils, near);
        NormalMatrix matrix = together ? matrix(all, largest) : null;
        AtomicInteger estimated = new AtomicInteger();
        Parallel.ranges(groups.size(), 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                Group group = groups.get(i);
                estimate(group, along, matrix, all, completion);
                group.targets.forEach(t -> estimated.addAndGet(t.points.size()));
            }
        });
        int each = completion.readoutPoints();
        return new Filled(completion.result(), near.points().size(), estimated.get() * each, near.without() * each);
    }

    /** Steps along the axes that are read out as a whole, the target's place among them. */
    private List<Offset> alongReadout(Neighbourhoods near) {
        List<Offset> steps = List.of(new Offset(0, 0, 0));
        boolean first = true;
        for (int a = 0; a < sizes.length; a++) {
            if (near.readout(a)) {
                int count = Math.min(sizes[a], first ? samples : Math.min(samples, SECOND_READOUT));
                List<Offset> more = new ArrayList<>();
                for (int i = -(count / 2); i < count - count / 2; i++) {
                    int step = i;
                    int axis = a;
                    steps.forEach(o -> more.add(
                            new Offset(axis == 0 ? step : o.x(), axis == 1 ? step : o.y(), axis == 2 ? step : o.z())));
                }
                steps = more;
                first = false;
            }
        }
        return steps;
    }

    /** Patterns whose sources are arranged alike, together. */
    private List<Group> groups(Map<List<Offset>, List<Integer>> points) {
        Map<List<Offset>, Group> groups = new LinkedHashMap<>();
        points.forEach((pattern, at) -> {
            Offset corner = corner(pattern);
            List<Offset> sources = pattern.stream()
                    .map(o -> o.minus(corner))
                    .sorted(Comparator.comparingInt(Offset::z)
                            .thenComparingInt(Offset::y)
                            .thenComparingInt(Offset::x))
                    .toList();
            Target target = new Target(new Offset(0, 0, 0).minus(corner), at);
            groups.computeIfAbsent(sources, s -> new Group(s, new ArrayList<>()))
                    .targets
                    .add(target);
        });
        List<Group> fitting = new ArrayList<>();
        for (Group g : groups.values()) {
            if (positions(union(g)) > 0) {
                fitting.add(g);
            } else {
                g.targets.forEach(t -> fitting.add(new Group(g.sources, List.of(t))));
            }
        }
        return fitting;
    }

    private static Offset corner(List<Offset> pattern) {
        return new Offset(
                pattern.stream().mapToInt(Offset::x).min().orElseThrow(),
                pattern.stream().mapToInt(Offset::y).min().orElseThrow(),
                pattern.stream().mapToInt(Offset::z).min().orElseThrow());
    }

    private static List<Offset> union(Group g) {
        Set<Offset> all = new LinkedHashSet<>(g.sources);
        g.targets.forEach(t -> all.add(t.at));
        return new ArrayList<>(all);
    }

    private static List<Offset> cross(List<Offset> steps, List<Offset> along) {
        List<Offset> all = new ArrayList<>();
        for (Offset s : steps) {
            for (Offset o : along) {
                all.add(new Offset(s.x() + o.x(), s.y() + o.y(), s.z() + o.z()));
            }
        }
        return all;
    }

    /** Places in the block where the bounding box of the offsets fits. */
    private int positions(List<Offset> offsets) {
        int positions = 1;
        for (int a = 0; a < sizes.length; a++) {
            int axis = a;
            int low = offsets.stream().mapToInt(o -> o.along(axis)).min().orElseThrow();
            int high = offsets.stream().mapToInt(o -> o.along(axis)).max().orElseThrow();
            positions *= Math.max(0, sizes[a] - (high - low));
        }
        return positions;
    }

    private double equations(List<Offset> offsets, double unknowns) {
        return Math.min(positions(offsets), EQUATIONS_PER_UNKNOWN * unknowns);
    }

    private NormalMatrix matrix(List<Offset> offsets, double unknowns) {
        NormalMatrix matrix = new NormalMatrix(block, sizes, coils, offsets, (int) (EQUATIONS_PER_UNKNOWN * unknowns));
        if (matrix.equations() < unknowns) {
            StringBuilder size = new StringBuilder();
            for (int a = 0; a < sizes.length; a++) {
                size.append(a == 0 ? "" : " x ").append(sizes[a]);
            }
            throw new IllegalArgumentException("the calibration of " + size + " points has " + matrix.equations()
                    + " places for a kernel of " + (int) unknowns
                    + " weights, but needs at least as many: take a larger calibration, or fewer lines or samples");
        }
        return matrix;
    }

    private void estimate(
            Group group, List<Offset> along, NormalMatrix shared, List<Offset> window, Completion completion) {
        int per = along.size();
        int centre = along.indexOf(new Offset(0, 0, 0));
        if (shared != null) {
            // In the window, offsets count from the target.
            for (Target t : group.targets) {
                List<Offset> sources =
                        group.sources.stream().map(o -> o.minus(t.at)).toList();
                int[] chosen = cross(sources, along).stream()
                        .mapToInt(window::indexOf)
                        .sorted()
                        .toArray();
                float[][] weights = shared.weights(chosen, new int[] {centre}, regularisation);
                List<Offset> ordered = new ArrayList<>();
                for (int c : chosen) {
                    ordered.add(window.get(c));
                }
                completion.estimate(t.points, ordered, weights, 0);
            }
            return;
        }
        List<Offset> union = union(group);
        int n = group.sources.size() * per;
        // Targets need no neighbours along the readout, but stand in the middle of it.
        List<Offset> offsets = new ArrayList<>(cross(group.sources, along));
        int[] targets = new int[group.targets.size()];
        for (int i = 0; i < targets.length; i++) {
            Offset at = group.targets.get(i).at;
            targets[i] = offsets.size();
            offsets.add(at);
        }
        NormalMatrix own = matrix(offsets, (double) n * coils);
        int[] sources = new int[n];
        for (int i = 0; i < n; i++) {
            sources[i] = i;
        }
        float[][] weights = own.weights(sources, targets, regularisation);
        for (int i = 0; i < targets.length; i++) {
            Target t = group.targets.get(i);
            List<Offset> relative =
                    offsets.subList(0, n).stream().map(o -> o.minus(t.at)).toList();
            completion.estimate(t.points, relative, weights, i);
        }
    }
}
