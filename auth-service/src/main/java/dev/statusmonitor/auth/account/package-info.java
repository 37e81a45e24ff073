/** Who may log in. */
@NullMarked
package dev.statusmonitor.auth.account;

import org.jspecify.annotations.NullMarked;
