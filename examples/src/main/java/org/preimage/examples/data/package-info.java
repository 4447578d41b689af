/** Public data sets, fetched from their origin. */
package org.preimage.examples.data;
