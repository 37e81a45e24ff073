/** Decides who may see a sample now and hands each browser its newest values at the speed at which it reads. */
@NullMarked
package dev.statusmonitor.gateway.push;

import org.jspecify.annotations.NullMarked;
