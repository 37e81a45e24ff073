/** Where the platform listens and how others reach it. */
@NullMarked
package dev.statusmonitor.standalone.network;

import org.jspecify.annotations.NullMarked;
