/** How the owner's tools find the running platform and prove that they may ask it. */
@NullMarked
package dev.statusmonitor.standalone.management;

import org.jspecify.annotations.NullMarked;
