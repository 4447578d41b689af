/** Data for examples: raw scans ready to reconstruct, and public data sets fetched from their origin. */
package org.preimage.examples.data;
