/** What the embedded parts share: credentials, and how a start that fails is told. */
@NullMarked
package dev.statusmonitor.embedded;

import org.jspecify.annotations.NullMarked;
