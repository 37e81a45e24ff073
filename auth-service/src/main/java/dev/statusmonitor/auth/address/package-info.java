/** Where others reach the platform. */
@NullMarked
package dev.statusmonitor.auth.address;

import org.jspecify.annotations.NullMarked;
