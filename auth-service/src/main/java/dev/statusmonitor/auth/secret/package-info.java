/** Random ids and secrets, and the hashes by which secrets are recognised without being kept. */
@NullMarked
package dev.statusmonitor.auth.secret;

import org.jspecify.annotations.NullMarked;
