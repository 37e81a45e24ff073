/** Passes what belongs to other services on to them, where they have processes of their own. */
@NullMarked
package dev.statusmonitor.gateway.proxy;

import org.jspecify.annotations.NullMarked;
