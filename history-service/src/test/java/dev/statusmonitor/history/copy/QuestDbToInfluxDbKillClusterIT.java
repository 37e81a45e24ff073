package dev.statusmonitor.history.copy;

class QuestDbToInfluxDbKillClusterIT extends HistoryCopyKillContract {
    QuestDbToInfluxDbKillClusterIT() {
        super(TestStore.QUESTDB, TestStore.INFLUXDB);
    }
}
