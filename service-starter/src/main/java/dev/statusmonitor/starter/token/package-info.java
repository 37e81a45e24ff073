/** Checks the tokens of people: who calls, and whether the browser meant to. */
@NullMarked
package dev.statusmonitor.starter.token;

import org.jspecify.annotations.NullMarked;
