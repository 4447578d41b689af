/**
 * The border to ImgLib2: the only place where pixels of its images are read. An image of ours becomes an
 * {@code ArrayImg} over the same array; an ImgLib2 image becomes ours without a copy where it is such an {@code ArrayImg},
 * and is converted pixel by pixel where it is anything else.
 */
package org.preimage.operators.imglib;
