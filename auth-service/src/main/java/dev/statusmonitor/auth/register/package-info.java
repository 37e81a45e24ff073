/** Further accounts: by invitation, or by anybody where registration is open. */
@NullMarked
package dev.statusmonitor.auth.register;

import org.jspecify.annotations.NullMarked;
