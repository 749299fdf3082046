package io.confluent.connect.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;

/** Reads the rows of one table, or of a query, that are newer than the last one it saw. */
final class TableReader {
  private final TableName table; // null: a query
  private final String query;
  private final String prefix;
  private final String idColumn; // null: not by it
  private final String timeColumn; // null: not by it
  private final boolean bulk;
  private Long lastId;
  private Timestamp lastTime;
  private PreparedStatement statement;
  private ResultSet rows;
  private Schema schema;
  long nextMs;

  TableReader(TableName table, Map<String, String> settings) {
    this.table = table;
    query = settings.getOrDefault("query", "");
    prefix = settings.get("topic.prefix");
    String mode = settings.get("mode");
    bulk = mode.equals("bulk");
    idColumn = mode.contains("incrementing") ? settings.get("incrementing.column.name") : null;
    List<String> times = JdbcSourceConnector.words(settings, "timestamp.column.name", "");
    timeColumn = mode.contains("timestamp") && !times.isEmpty() ? times.get(0) : null;
  }

  /** The key of this table's offset, as the connector's second protocol has it. */
  Map<String, String> partition() {
    // Of a HashMap the order is that of the real connector's; that of Map.of differs from one JVM to the next, and so would the key.
    Map<String, String> key = new HashMap<>();
    if (table == null) key.put("query", "query");
    else key.put("table", bulk ? table.table() : table.plain());
    if (table != null && !bulk) key.put("protocol", "1");
    return key;
  }

  /** Offsets are numbers; of anything else a task dies, as that of the real connector does. */
  void goOnAt(Map<String, Object> offset) {
    if (offset == null) return;
    lastId = (Long) offset.get("incrementing");
    Long ms = (Long) offset.get("timestamp");
    if (ms == null) return;
    lastTime = new Timestamp(ms);
    Long nanos = (Long) offset.get("timestamp_nanos");
    if (nanos != null) lastTime.setNanos(nanos.intValue());
  }

  private Map<String, Object> offset() {
    if (bulk) return null;
    Map<String, Object> out = new HashMap<>();
    if (lastId != null) out.put("incrementing", lastId);
    if (lastTime != null) {
      out.put("timestamp", lastTime.getTime());
      out.put("timestamp_nanos", (long) lastTime.getNanos());
    }
    return out;
  }

  /** @throws ConnectException where a column that tells new rows from old may be null */
  void refuseNullable(Connection db) throws SQLException {
    if (table == null || bulk) return;
    boolean idNullable = false;
    boolean timeFound = false;
    try (ResultSet rs = db.getMetaData().getColumns(table.catalog(), table.schema(), table.table(), "%")) {
      while (rs.next()) {
        boolean nullable = rs.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls;
        String name = rs.getString("COLUMN_NAME");
        if (name.equalsIgnoreCase(idColumn)) idNullable = nullable;
        else if (name.equalsIgnoreCase(timeColumn) && !nullable) timeFound = true;
      }
    }
    if (idColumn != null && idNullable)
      throw new ConnectException("Cannot make incremental queries using incrementing column " + idColumn + " on "
          + table.quoted() + " because this column is nullable.");
    if (timeColumn != null && !timeFound)
      throw new ConnectException("Cannot make incremental queries using timestamp columns [" + timeColumn + "] on "
          + table.quoted() + " because all of these columns nullable.");
  }

  boolean querying() {
    return rows != null;
  }

  private void begin(Connection db) throws SQLException {
    String q = db.getMetaData().getIdentifierQuoteString().trim();
    String id = q + idColumn + q;
    String time = q + timeColumn + q;
    String sql = table == null ? query : "SELECT * FROM " + table.quoted().replace("\"", q);
    if (idColumn != null && timeColumn != null)
      sql += " WHERE " + time + " < ? AND ((" + time + " = ? AND " + id + " > ?) OR " + time + " > ?) ORDER BY " + time + "," + id;
    else if (idColumn != null) sql += " WHERE " + id + " > ? ORDER BY " + id;
    else if (timeColumn != null) sql += " WHERE " + time + " > ? AND " + time + " < ? ORDER BY " + time;
    statement = db.prepareStatement(sql);
    Timestamp since = lastTime == null ? new Timestamp(0) : lastTime;
    long after = lastId == null ? -1 : lastId;
    if (idColumn != null && timeColumn != null) {
      statement.setTimestamp(1, now(db));
      statement.setTimestamp(2, since);
      statement.setLong(3, after);
      statement.setTimestamp(4, since);
    } else if (idColumn != null) {
      statement.setLong(1, after);
    } else if (timeColumn != null) {
      statement.setTimestamp(1, since);
      statement.setTimestamp(2, now(db));
    }
    rows = statement.executeQuery();
    schema = Rows.schema(table == null ? null : table.table(), rows.getMetaData());
  }

  private static Timestamp now(Connection db) throws SQLException {
    try (Statement st = db.createStatement(); ResultSet rs = st.executeQuery("select CURRENT_TIMESTAMP")) {
      rs.next();
      return rs.getTimestamp(1);
    }
  }

  /** Adds at most so many rows; true while there may be more of the same query. */
  boolean read(Connection db, int most, List<SourceRecord> out) throws SQLException {
    if (rows == null) begin(db);
    String topic = table == null ? prefix : prefix + table.table();
    for (int i = 0; i < most; i++) {
      if (!rows.next()) return false;
      Struct row = Rows.row(schema, rows);
      if (idColumn != null) lastId = idOf(row);
      if (timeColumn != null) lastTime = rows.getTimestamp(timeColumn);
      out.add(new SourceRecord(partition(), offset(), topic, schema, row));
    }
    return true;
  }

  private long idOf(Struct row) {
    for (Field field : row.schema().fields()) {
      if (!field.name().equalsIgnoreCase(idColumn)) continue;
      if (row.get(field) instanceof Integer || row.get(field) instanceof Long) return ((Number) row.get(field)).longValue();
      throw new ConnectException("Invalid type for incrementing column: " + field.schema().type());
    }
    throw new ConnectException("Incrementing column " + idColumn + " not found in " + row.schema().name());
  }

  void end() {
    try {
      if (rows != null) rows.close();
      if (statement != null) statement.close();
    } catch (SQLException e) {
      // What is closed needs no closing.
    }
    rows = null;
    statement = null;
  }

  @Override public String toString() {
    return "TimestampIncrementingTableQuerier{table=" + (table == null ? null : table.quoted()) + ", query='"
        + (table == null ? query : null) + "', topicPrefix='" + prefix + "', incrementingColumn='"
        + (idColumn == null ? "" : idColumn) + "', timestampColumns=" + (timeColumn == null ? "[]" : "[" + timeColumn + "]") + "}";
  }
}
