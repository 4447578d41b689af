package org.preimage.operators.tomography;

/**
 * A straight or curved line of detector cells, or a flat panel of several such rows.
 *
 * <p>A cell is a place, numbered from 0; positions between are fractional. The ray through the rotation axis that a
 * geometry calls central falls on cell {@code center}, so that both a detector that is shifted sideways and an axis off the
 * middle are told by this one number; {@code rowCenter} is the row at the height of the middle of the orbit.
 *
 * @param cells cells in a row
 * @param spacing distance of cell centres in mm
 * @param center cell, fractional, that the central ray falls on; may lie outside the detector
 * @param rows number of rows, 1 for a line
 * @param rowSpacing distance of rows in mm
 * @param rowCenter row, fractional, that the central ray falls on
 */
public record Detector(int cells, double spacing, double center, int rows, double rowSpacing, double rowCenter) {
    /** @throws IllegalArgumentException if there is no cell or row, or a length is not positive and finite */
    public Detector {
        requireCount("the number of detector cells", cells);
        requireCount("the number of detector rows", rows);
        Beam.requireLength("detector spacing", spacing);
        Beam.requireLength("detector row spacing", rowSpacing);
        requireFinite("center", center);
        requireFinite("row center", rowCenter);
    }

    /** One row of cells. */
    public static Detector line(int cells, double spacing, double center) {
        return new Detector(cells, spacing, center, 1, spacing, 0);
    }

    /** One row of cells, the rotation axis in its middle. */
    public static Detector line(int cells, double spacing) {
        return line(cells, spacing, (cells - 1) / 2.0);
    }

    /** A panel of square cells, the central ray in its middle. */
    public static Detector panel(int cells, int rows, double spacing) {
        return new Detector(cells, spacing, (cells - 1) / 2.0, rows, spacing, (rows - 1) / 2.0);
    }

    /** The same with another cell at the rotation axis. */
    public Detector withCenter(double cell) {
        return new Detector(cells, spacing, cell, rows, rowSpacing, rowCenter);
    }

    /** Rows {@code first} to {@code first + count - 1} of it, where they were. */
    public Detector withRows(int first, int count) {
        if (first < 0 || count < 1 || first + count > rows) {
            throw new IllegalArgumentException("rows " + first + " to " + (first + count - 1)
                    + " are asked for, but the detector has " + rows + " rows");
        }
        return new Detector(cells, spacing, center, count, rowSpacing, rowCenter - first);
    }

    private static void requireCount(String name, int n) {
        if (n < 1) {
            throw new IllegalArgumentException(name + " is " + n + ", but must be at least 1");
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be finite");
        }
    }
}
