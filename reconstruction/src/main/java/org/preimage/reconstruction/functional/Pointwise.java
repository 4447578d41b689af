package org.preimage.reconstruction.functional;

/**
 * A functional that is a sum over entries, or over complex numbers, so that its proximal map can be taken of any piece of an
 * image by itself. Solvers that go over an image piece by piece ask for it.
 */
public interface Pointwise extends Proximable {
    /**
     * The proximal map of a piece.
     *
     * @param piece the point's entries {@code at} to {@code at + piece.length}, less one; replaced by those of the map
     * @param at where the piece begins, at a whole number
     * @param gamma step, positive
     */
    void proxPiece(float[] piece, int at, double gamma);
}
