package dev.statusmonitor.history.copy;

class InfluxDbToCassandraKillClusterIT extends HistoryCopyKillContract {
    InfluxDbToCassandraKillClusterIT() {
        super(TestStore.INFLUXDB, TestStore.CASSANDRA);
    }
}
