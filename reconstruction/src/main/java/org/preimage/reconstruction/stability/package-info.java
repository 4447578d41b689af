/**
 * How far small changes of the data can move a reconstruction: searches for the worst ones, and what becomes of a small detail.
 *
 * <p>A search shows how unstable a method is at least; no search shows that it is stable. All figures here are lower bounds.
 */
package org.preimage.reconstruction.stability;
