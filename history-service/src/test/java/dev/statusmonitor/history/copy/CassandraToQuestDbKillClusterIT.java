package dev.statusmonitor.history.copy;

class CassandraToQuestDbKillClusterIT extends HistoryCopyKillContract {
    CassandraToQuestDbKillClusterIT() {
        super(TestStore.CASSANDRA, TestStore.QUESTDB);
    }
}
