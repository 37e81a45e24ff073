import java.sql.DriverManager;

/**
 * Asks the accounts' database of a test's own platform, which only the owner of its data folder can: {@code URL QUERY}.
 * Prints the first row, a column a line.
 */
class Database {
    public static void main(String[] arguments) throws Exception {
        try (var connection = DriverManager.getConnection(arguments[0] + "?busy_timeout=5000");
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery(arguments[1])) {
                if (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        System.out.println(rows.getString(i));
                    }
                }
            }
        }
    }
}
