import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;

/**
 * Looks at databases with the driver that Connect will use, and prints what it finds; what that means is decided by who reads it
 * (source/kafka/database/answer.ts). It reads no row (of `count` the database counts them) and changes nothing. Each line of input and output is a word and its values in
 * Base64, separated by blanks; - is a value that is not there. Input:
 *
 *   source URL USER PASSWORD CATALOG-PATTERN SCHEMA-PATTERN   and, for it, any number of
 *   table NAME [COLUMN ...]                                   with the bare name and the columns that are asked for
 *   count NAME [COLUMN]                                       the same, and how many rows it has; with a column, of how many that is 0 or more
 *
 * There is one login a source, and none after one that was refused: with a wrong password they would lock the account.
 * Compile it for Java 11 (javac --release 11); the class file is in the package, and test/kafka/database/class-file.test.ts compares.
 */
public final class DatabaseCheck {
	private static final int LOGIN_SECONDS = 10;
	private static final int STATEMENT_SECONDS = 5;
	private static final int DEADLINE_SECONDS = 45;
	/** Of what a database says, this much of each text, and so many tables. */
	private static final int MOST_TEXT = 400;
	private static final int MOST_TABLES = 20;
	private static final int MOST_COLUMNS = 50;

	private static final PrintStream OUT = System.out;

	/** The password of the source that is looked at. */
	private static volatile String secret = "";

	private static void say(String word, Object... values) {
		StringBuilder line = new StringBuilder(word);
		for (Object value : values) {
			String text = value == null ? null : value.toString();
			// A driver or a server may repeat what it was given.
			if (text != null && !secret.isEmpty()) text = text.replace(secret, "***");
			if (text != null && text.length() > MOST_TEXT) text = text.substring(0, MOST_TEXT);
			line.append(' ').append(text == null ? "-" : "+" + encoded(text));
		}
		synchronized (OUT) {
			OUT.println(line);
			OUT.flush();
		}
	}

	private static String encoded(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String decoded(String value) {
		return value.equals("-") ? null : new String(Base64.getDecoder().decode(value.substring(1)), StandardCharsets.UTF_8);
	}

	public static void main(String[] arguments) throws Exception {
		// What a driver prints is no answer of ours.
		System.setOut(System.err);
		Thread watch = new Thread(() -> {
			try {
				Thread.sleep(DEADLINE_SECONDS * 1000L);
				say("late");
			} catch (InterruptedException error) {
				return;
			}
			Runtime.getRuntime().halt(3);
		});
		watch.setDaemon(true);
		watch.start();

		List<List<String>> sources = new ArrayList<>();
		List<List<List<String>>> tables = new ArrayList<>();
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			String[] words = line.split(" ");
			List<String> values = new ArrayList<>();
			for (int index = 1; index < words.length; index++) values.add(decoded(words[index]));
			if (words[0].equals("source")) {
				sources.add(values);
				tables.add(new ArrayList<>());
			} else {
				values.add(0, words[0]);
				tables.get(tables.size() - 1).add(values);
			}
		}

		say("java", System.getProperty("java.version"));
		List<Driver> drivers = drivers();
		boolean refused = false;
		for (int index = 0; index < sources.size() && !refused; index++) {
			secret = "";
			say("source", index);
			refused = !look(drivers, sources.get(index), tables.get(index));
		}
		say("end");
		// A driver may have left threads that are none of the daemons.
		Runtime.getRuntime().halt(0);
	}

	private static List<Driver> drivers() {
		List<Driver> found = new ArrayList<>();
		Iterator<Driver> all = ServiceLoader.load(Driver.class).iterator();
		// A provider that cannot be loaded is left behind by the next call; one that never ends is not.
		for (int tries = 0; tries < 100; tries++) {
			try {
				if (!all.hasNext()) break;
				Driver driver = all.next();
				found.add(driver);
				say("driver", driver.getClass().getName(), driver.getMajorVersion() + "." + driver.getMinorVersion());
			} catch (Throwable error) {
				fail("broken", error);
			}
		}
		return found;
	}

	/** The error, then the classes of what caused it. */
	private static void fail(String word, Throwable error) {
		StringBuilder causes = new StringBuilder();
		Throwable one = error;
		for (int depth = 0; one != null && depth < 8; depth++, one = one.getCause()) {
			for (Class<?> type = one.getClass(); type != Object.class; type = type.getSuperclass()) {
				causes.append(causes.length() == 0 ? "" : " ").append(type.getName());
				// One of them is enough, or those of the first few would be all that has room.
				if (type.getName().startsWith("java")) break;
			}
		}
		SQLException sql = error instanceof SQLException ? (SQLException) error : null;
		say(word, sql == null ? null : sql.getSQLState(), sql == null ? 0 : sql.getErrorCode(), message(error), causes);
	}

	private static String message(Throwable error) {
		try {
			return error.getMessage();
		} catch (RuntimeException again) {
			return null;
		}
	}

	/** Whether others may be looked at: false after a login that was refused. */
	private static boolean look(List<Driver> drivers, List<String> source, List<List<String>> tables) {
		String url = source.get(0);
		Driver driver = null;
		for (Driver one : drivers) {
			try {
				if (driver == null && one.acceptsURL(url)) driver = one;
			} catch (Throwable error) {
				fail("broken", error);
			}
		}
		if (driver == null) {
			say("unsuitable");
			return true;
		}
		secret = source.get(2) == null ? "" : source.get(2);
		Properties login = new Properties();
		if (source.get(1) != null) login.setProperty("user", source.get(1));
		if (source.get(2) != null) login.setProperty("password", source.get(2));
		java.sql.DriverManager.setLoginTimeout(LOGIN_SECONDS);
		// Not by DriverManager: after a refusal it would try the next driver for such a URL.
		Connection connection;
		try {
			connection = driver.connect(url, login);
		} catch (Throwable error) {
			fail("refused", error);
			// Neither of them is the user's: the server was not reached (SQL's class 08), or has no such database.
			String state = error instanceof SQLException ? ((SQLException) error).getSQLState() : null;
			return state != null && (state.startsWith("08") || state.equals("3D000"));
		}
		if (connection == null) {
			say("unsuitable");
			return true;
		}
		try {
			try {
				connection.setReadOnly(true);
			} catch (SQLException error) {
				// It is a hint, which not every driver takes.
			}
			DatabaseMetaData data = connection.getMetaData();
			String quote = data.getIdentifierQuoteString();
			say("open", data.getDatabaseProductName(), data.getDatabaseProductVersion(), quote, data.supportsMixedCaseQuotedIdentifiers());
			for (int index = 0; index < tables.size(); index++) {
				say("table", index);
				try {
					List<String> asked = tables.get(index);
					table(connection, data, quote, source, asked.subList(1, asked.size()), asked.get(0).equals("count"));
				} catch (Throwable error) {
					fail("trouble", error);
				}
			}
		} catch (Throwable error) {
			fail("trouble", error);
		} finally {
			try {
				connection.close();
			} catch (Throwable error) {
				// All was said.
			}
		}
		return true;
	}

	private static String plain(String name) {
		return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
	}

	/** The tables of that name, and those of nearly that name. */
	private static void table(
			Connection connection, DatabaseMetaData data, String quote, List<String> source, List<String> wanted, boolean count)
			throws SQLException {
		String name = wanted.get(0);
		List<String[]> found = new ArrayList<>();
		int near = 0;
		try (ResultSet all = data.getTables(source.get(3), source.get(4), "%", null)) {
			while (all.next()) {
				String type = all.getString("TABLE_TYPE");
				String one = all.getString("TABLE_NAME");
				// Indexes and sequences are tables to some drivers.
				if (one == null || type == null || type.startsWith("SYSTEM") || !(type.contains("TABLE") || type.contains("VIEW") || type.contains("SYNONYM"))) continue;
				String[] place = {all.getString("TABLE_CAT"), all.getString("TABLE_SCHEM"), one, type};
				if (one.equals(name) && found.size() < MOST_TABLES) {
					found.add(place);
				} else if (!one.equals(name) && near < MOST_TABLES && plain(one).equals(plain(name))) {
					near++;
					say("near", (Object[]) place);
				}
			}
		}
		for (String[] place : found) {
			say("found", (Object[]) place);
			columns(data, place, wanted);
			String from = quotedName(quote, place);
			if (from == null) continue;
			ask(connection, "SELECT * FROM " + from + " WHERE 1=0", "readable", "unreadable");
			if (!count) continue;
			String key = wanted.size() < 2 ? null : quoted(quote, wanted.get(1));
			// A connector begins after -1.
			ask(connection, "SELECT COUNT(*) FROM " + from + (key == null ? "" : " WHERE " + key + " > -1"), "rows", "uncounted");
		}
	}

	/** A name as what getColumns takes for a pattern. */
	private static String literal(DatabaseMetaData data, String name) throws SQLException {
		String escape = data.getSearchStringEscape();
		if (name == null || escape == null || escape.isEmpty()) return name;
		return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
	}

	private static void columns(DatabaseMetaData data, String[] place, List<String> wanted) throws SQLException {
		int said = 0;
		try (ResultSet all = data.getColumns(place[0], literal(data, place[1]), literal(data, place[2]), "%")) {
			while (all.next()) {
				String name = all.getString("COLUMN_NAME");
				if (name == null || said >= MOST_COLUMNS) continue;
				boolean asked = false;
				for (String one : wanted.subList(1, wanted.size())) asked |= plain(one).equals(plain(name));
				if (!asked) continue;
				said++;
				say("column", name, all.getInt("DATA_TYPE"), all.getString("TYPE_NAME"), all.getInt("DECIMAL_DIGITS"), all.getInt("NULLABLE"));
			}
		}
	}

	/** A name in the database's own quotes; null for one that can't be written without them. */
	private static String quotedName(String quote, String[] place) {
		StringBuilder name = new StringBuilder();
		for (int index = 0; index < 3; index++) {
			if (place[index] == null || place[index].isEmpty()) continue;
			String part = quoted(quote, place[index]);
			if (part == null) return null;
			name.append(name.length() == 0 ? "" : ".").append(part);
		}
		return name.toString();
	}

	private static String quoted(String quote, String name) {
		String mark = quote == null || quote.trim().isEmpty() ? "" : quote;
		if (mark.isEmpty()) return name.matches("[A-Za-z0-9_$]+") ? name : null;
		return mark + name.replace(mark, mark + mark) + mark;
	}

	/** Says `good` with the number that a query gives, if it gives one; `bad` if the database refuses it. */
	private static void ask(Connection connection, String query, String good, String bad) {
		try (Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(STATEMENT_SECONDS);
			try (ResultSet rows = statement.executeQuery(query)) {
				if (good.equals("rows") && rows.next()) say(good, rows.getLong(1));
				else say(good);
			}
		} catch (Throwable error) {
			fail(bad, error);
		}
	}
}
