package io.confluent.connect.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table as the database names it; catalog and schema are null where it has none. */
final class TableName {
  private final String catalog;
  private final String schema;
  private final String table;

  TableName(String catalog, String schema, String table) {
    this.catalog = catalog;
    this.schema = schema;
    this.table = table;
  }

  String catalog() {
    return catalog;
  }

  String schema() {
    return schema;
  }

  String table() {
    return table;
  }

  /** Those of the types and of the schema that the settings name, as far as this user sees them. */
  static List<TableName> all(Connection db, Map<String, String> settings) throws SQLException {
    List<TableName> out = new ArrayList<>();
    String[] types = JdbcSourceConnector.words(settings, "table.types", "TABLE").toArray(String[]::new);
    try (ResultSet rs = db.getMetaData()
        .getTables(settings.get("catalog.pattern"), settings.get("schema.pattern"), "%", types)) {
      while (rs.next())
        out.add(new TableName(rs.getString("TABLE_CAT"), rs.getString("TABLE_SCHEM"), rs.getString("TABLE_NAME")));
    }
    return out;
  }

  @Override public boolean equals(Object other) {
    return other instanceof TableName && Arrays.asList(catalog, schema, table)
        .equals(Arrays.asList(((TableName) other).catalog, ((TableName) other).schema, ((TableName) other).table));
  }

  @Override public int hashCode() {
    return Objects.hash(catalog, schema, table);
  }

  @Override public String toString() {
    return quoted();
  }

  private Stream<String> parts() {
    return Stream.of(catalog, schema, table).filter(Objects::nonNull).filter(part -> !part.isEmpty());
  }

  String plain() {
    return parts().collect(Collectors.joining("."));
  }

  String quoted() {
    return parts().map(part -> '"' + part + '"').collect(Collectors.joining("."));
  }

  /** Whether a list of tables names this one: by its bare name, or by all of its name. */
  boolean isIn(List<String> names) {
    return names.contains(table) || names.contains(plain()) || names.contains(quoted());
  }

  /** For a task's settings; names have neither of the two separators. */
  static String listed(List<TableName> tables) {
    return tables.stream()
        .map(t -> Stream.of(t.catalog, t.schema, t.table).map(p -> p == null ? "" : p).collect(Collectors.joining("\u0001")))
        .collect(Collectors.joining("\u0002"));
  }

  static List<TableName> read(String list) {
    List<TableName> out = new ArrayList<>();
    for (String line : list.split("\u0002")) {
      String[] p = line.split("\u0001", -1);
      out.add(new TableName(p[0].isEmpty() ? null : p[0], p[1].isEmpty() ? null : p[1], p[2]));
    }
    return out;
  }
}
