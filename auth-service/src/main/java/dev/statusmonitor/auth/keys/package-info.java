/** The Ed25519 keys that sign every token, kept encrypted, and their public halves. */
@NullMarked
package dev.statusmonitor.auth.keys;

import org.jspecify.annotations.NullMarked;
