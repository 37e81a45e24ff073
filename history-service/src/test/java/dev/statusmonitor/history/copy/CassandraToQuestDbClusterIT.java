package dev.statusmonitor.history.copy;

class CassandraToQuestDbClusterIT extends HistoryCopyContract {
    CassandraToQuestDbClusterIT() {
        super(TestStore.CASSANDRA, TestStore.QUESTDB);
    }
}
