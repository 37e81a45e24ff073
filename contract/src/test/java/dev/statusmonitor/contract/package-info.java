@NullMarked
package dev.statusmonitor.contract;

import org.jspecify.annotations.NullMarked;
