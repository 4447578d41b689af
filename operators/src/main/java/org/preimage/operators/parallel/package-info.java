/** Threads: ranges of independent work, run by ImgLib2's task executor. */
package org.preimage.operators.parallel;
