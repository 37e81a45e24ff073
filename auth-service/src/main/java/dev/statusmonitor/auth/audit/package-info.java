/** What changed somebody's access, kept for their own eyes. */
@NullMarked
package dev.statusmonitor.auth.audit;

import org.jspecify.annotations.NullMarked;
