package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.incident.AlertEvent;

/** One message to one channel. */
record Delivery(String id, Channel channel, AlertEvent event, long attempts, long created) {}
