package dev.statusmonitor.benchmarks.history;

/** Takes figures as they are known. */
interface Report {
    /** @param name what comes behind the store's name */
    void print(String name, double value, String unit);
}
