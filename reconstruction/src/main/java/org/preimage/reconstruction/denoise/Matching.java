package org.preimage.reconstruction.denoise;

/** A search for similar blocks; for one thread. */
interface Matching {
    /** Finds the blocks similar to each of the reference blocks whose first row is {@code y}. */
    void find(int y);
}
