/** Personal API tokens: what a script may do in somebody's name. */
@NullMarked
package dev.statusmonitor.auth.apitoken;

import org.jspecify.annotations.NullMarked;
