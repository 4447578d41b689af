package org.preimage.operators.tomography;

/**
 * The numbers of a cone beam that its kernels need, in pixels: X = x / h grows with an image's columns, Y = -y / h with its
 * rows, both from the middle.
 *
 * <p>Along a column of the detector only z changes, and linearly: a ray of row i that has run the part q of the way from the
 * source to the detector is (i - rowCenter) q rowSpacing / h_z slices above the orbit. So what happens in the plane is worked out
 * once for a detector column, and inner loops run over z.
 */
final class ConeRays {
    final Model model;
    final int nx;
    final int ny;
    final int nz;
    final int cells;
    final int rows;
    final int views;
    /** Points on a detector column where integrals are taken: the rows' middles or their edges. */
    final int nodes;
    /** Node, fractional, at the height of the orbit. */
    final double nodeCenter;
    /** Points along z between which the volume, or its integral along z, is linear. */
    final int knots;
    /** Row spacing over slice spacing. */
    final double rowRatio;

    private final double pixel;
    private final double spacing;
    private final double center;
    private final double rowSpacing;
    private final double rowCenter;
    private final double toAxis;
    private final double toDetector;
    private final double[] cos;
    private final double[] sin;

    ConeRays(ConeBeam beam, Model model) {
        this.model = model;
        nx = beam.image().size(0);
        ny = beam.image().size(1);
        nz = beam.image().size(2);
        pixel = beam.image().spacing(0);
        Detector detector = beam.detector();
        cells = detector.cells();
        rows = detector.rows();
        spacing = detector.spacing();
        center = detector.center();
        rowSpacing = detector.rowSpacing();
        rowCenter = detector.rowCenter();
        rowRatio = rowSpacing / beam.image().spacing(2);
        toAxis = beam.sourceToAxis();
        toDetector = beam.sourceToDetector();
        views = beam.views();
        boolean strip = model == Model.STRIP;
        if (strip && !(spacing < toDetector)) {
            throw new IllegalArgumentException("detector cells are " + spacing
                    + " mm wide, but must be narrower than the " + toDetector + " mm to the source");
        }
        nodes = strip ? rows + 1 : rows;
        nodeCenter = strip ? rowCenter + 0.5 : rowCenter;
        knots = strip ? nz + 1 : nz + 2;
        double[] degrees = beam.angles();
        cos = new double[views];
        sin = new double[views];
        for (int a = 0; a < views; a++) {
            double t = Math.toRadians(degrees[a] % 360);
            cos[a] = Math.cos(t);
            sin[a] = Math.sin(t);
        }
    }

    double sourceX(int view) {
        return toAxis * sin[view] / pixel;
    }

    double sourceY(int view) {
        return toAxis * cos[view] / pixel;
    }

    /** From the source to a place on the orbit's height of the detector, which may lie between cells: X. */
    double directionX(int view, double cell) {
        return (-toDetector * sin[view] + (cell - center) * spacing * cos[view]) / pixel;
    }

    /** The same, Y. */
    double directionY(int view, double cell) {
        return (-toDetector * cos[view] - (cell - center) * spacing * sin[view]) / pixel;
    }

    /** Whether a cell's rays step from row to row of each slice (else from column to column); at 45 degrees they do. */
    boolean stepsOverRows(int view, int cell) {
        double tie = 1e-12 * toDetector / pixel;
        return Math.abs(directionY(view, cell)) >= Math.abs(directionX(view, cell)) - tie;
    }

    /** Where a point of the plane falls on the detector, as a fractional cell; NaN if it is not in front of the source. */
    double cell(int view, double x, double y) {
        double depth = depth(view, x, y);
        return depth > 0 ? center + (x * cos[view] - y * sin[view]) / depth * toDetector / spacing : Double.NaN;
    }

    /** Distance of a point of the plane from the source along the central ray, in pixels. */
    double depth(int view, double x, double y) {
        return toAxis / pixel - x * sin[view] - y * cos[view];
    }

    /** Rows of the detector to a slice, at a point of this depth. */
    double rowsPerSlice(double depth) {
        return toDetector / pixel / depth / rowRatio;
    }

    /** R D / d^2 at a point of this depth d. */
    double magnification(double depth) {
        return toAxis / (depth * pixel) * toDetector / (depth * pixel);
    }

    /** Length in mm of a ray from one line of pixels that it steps over to the next. */
    double stepLength(int view, int cell, int row) {
        double u = (cell - center) * spacing;
        double v = (row - rowCenter) * rowSpacing;
        double major = stepsOverRows(view, cell) ? directionY(view, cell) : directionX(view, cell);
        return Math.sqrt(toDetector * toDetector + u * u + v * v) / Math.abs(major);
    }

    /** Nodes from the height of the orbit. */
    double[] nodeHeights() {
        double[] heights = new double[nodes];
        for (int b = 0; b < nodes; b++) {
            heights[b] = b - nodeCenter;
        }
        return heights;
    }
}
