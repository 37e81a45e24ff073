package dev.statusmonitor.agent.collect;

/**
 * What passed a network interface since the host started; -1 where the operating system doesn't count it.
 *
 * @param nanos when this was counted, by a clock that never jumps
 */
record NetworkReading(
        String name,
        long receivedBytes,
        long sentBytes,
        long receivedPackets,
        long sentPackets,
        long receiveErrors,
        long sendErrors,
        long receiveDropped,
        long sendDropped,
        long nanos) {}
