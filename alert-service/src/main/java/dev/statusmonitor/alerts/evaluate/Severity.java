package dev.statusmonitor.alerts.evaluate;

/** How bad it is, the least bad first. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL
}
