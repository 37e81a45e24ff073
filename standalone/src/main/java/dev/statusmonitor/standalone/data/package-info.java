/** The data folder: whose it is, what is in it, and whether its disk and the clock can be trusted. */
@NullMarked
package dev.statusmonitor.standalone.data;

import org.jspecify.annotations.NullMarked;
