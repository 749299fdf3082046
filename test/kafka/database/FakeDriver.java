import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * A driver that plays a file: jdbc:fake:PATH. Its lines have values separated by tabs, a backslash and n for a line end, - for null.
 * What it is asked is written to PATH.log.
 */
public class FakeDriver implements Driver {
	private static <T> T as(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(FakeDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
	}

	private static List<String[]> lines(Path path, String word) {
		try {
			List<String[]> found = new ArrayList<>();
			for (String line : Files.readAllLines(path)) {
				String[] parts = line.split("\t", -1);
				for (int index = 0; index < parts.length; index++) {
					parts[index] = parts[index].equals("-") ? null : parts[index].replace("\\n", "\n");
				}
				if (word.equals(parts[0])) found.add(parts);
			}
			return found;
		} catch (java.io.IOException error) {
			throw new java.io.UncheckedIOException(error);
		}
	}

	private static void log(Path path, String text) {
		try {
			Files.writeString(Path.of(path + ".log"), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		} catch (java.io.IOException error) {
			throw new java.io.UncheckedIOException(error);
		}
	}

	private static ResultSet rows(List<String[]> rows, List<String> names) {
		int[] at = {-1};
		return as(ResultSet.class, (proxy, method, arguments) -> {
			switch (method.getName()) {
				case "next": return ++at[0] < rows.size();
				case "getString": return rows.get(at[0])[names.indexOf(arguments[0])];
				case "getInt": return Integer.parseInt(rows.get(at[0])[names.indexOf(arguments[0])]);
				case "close": return null;
				case "getLong": return Long.parseLong(rows.get(at[0])[1]);
				default: throw new UnsupportedOperationException("ResultSet." + method.getName());
			}
		});
	}

	private static final List<String> TABLES = List.of("", "TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE");
	private static final List<String> COLUMNS = List.of("", "TABLE_NAME", "COLUMN_NAME", "DATA_TYPE", "TYPE_NAME", "DECIMAL_DIGITS", "NULLABLE");

	private static DatabaseMetaData data(Path path) {
		return as(DatabaseMetaData.class, (proxy, method, arguments) -> {
			switch (method.getName()) {
				case "getIdentifierQuoteString": return "\"";
				case "supportsMixedCaseQuotedIdentifiers": return true;
				case "getSearchStringEscape": return "\\";
				case "getDatabaseProductName": return "Fake";
				case "getDatabaseProductVersion": return "1";
				case "getTables": return rows(lines(path, "table"), TABLES);
				case "getColumns": {
					List<String[]> all = lines(path, "column");
					all.removeIf(row -> !row[1].equals(((String) arguments[2]).replace("\\_", "_")));
					return rows(all, COLUMNS);
				}
				default: throw new UnsupportedOperationException("DatabaseMetaData." + method.getName());
			}
		});
	}

	@Override
	public Connection connect(String url, Properties login) throws SQLException {
		if (!acceptsURL(url)) return null;
		Path path = Path.of(url.substring("jdbc:fake:".length()));
		log(path, "login " + login.getProperty("user") + " " + login.getProperty("password"));
		System.out.println("end");
		for (String[] no : lines(path, "refuse")) throw new SQLException(no[3] + login.getProperty("password"), no[1], Integer.parseInt(no[2]));
		return as(Connection.class, (proxy, method, arguments) -> {
			switch (method.getName()) {
				case "getMetaData": return data(path);
				case "setReadOnly": log(path, "read only " + arguments[0]); return null;
				case "close": log(path, "close"); return null;
				case "createStatement":
					return as(Statement.class, (statement, asked, given) -> {
						if (asked.getName().equals("executeQuery")) {
							log(path, (String) given[0]);
							for (String[] no : lines(path, "deny")) {
								if (((String) given[0]).contains(no[1])) throw new SQLException(no[4], no[2], Integer.parseInt(no[3]));
							}
							return rows(((String) given[0]).contains("COUNT(*)") ? lines(path, "count") : List.of(), List.of());
						}
						log(path, asked.getName() + (given == null ? "" : " " + given[0]));
						return null;
					});
				default: throw new UnsupportedOperationException("Connection." + method.getName());
			}
		});
	}

	@Override
	public boolean acceptsURL(String url) {
		return url.startsWith("jdbc:fake:");
	}

	@Override
	public DriverPropertyInfo[] getPropertyInfo(String url, Properties login) {
		return new DriverPropertyInfo[0];
	}

	@Override
	public int getMajorVersion() {
		return 1;
	}

	@Override
	public int getMinorVersion() {
		return 0;
	}

	@Override
	public boolean jdbcCompliant() {
		return false;
	}

	@Override
	public Logger getParentLogger() {
		return Logger.getGlobal();
	}
}
