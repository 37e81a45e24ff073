/** What people and agents may write into names, addresses and the like. */
@NullMarked
package dev.statusmonitor.auth.input;

import org.jspecify.annotations.NullMarked;
