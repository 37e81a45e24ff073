@org.jspecify.annotations.NullMarked
package dev.statusmonitor.gateway.proxy;
