/**
 * Real servers for integration tests, each started once a JVM, on the first use, and ended with it. Tests share them:
 * they use names of their own ({@link dev.statusmonitor.testservers.Unique}).
 */
@NullMarked
package dev.statusmonitor.testservers;

import org.jspecify.annotations.NullMarked;
