package io.confluent.connect.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** Rows of a database as Connect's own values. */
final class Rows {
  private Rows() {}

  static Schema schema(String name, ResultSetMetaData meta) throws SQLException {
    SchemaBuilder out = SchemaBuilder.struct();
    if (name != null) out.name(name);
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      SchemaBuilder f;
      switch (meta.getColumnType(i)) {
        case Types.TINYINT: case Types.SMALLINT: case Types.INTEGER: f = SchemaBuilder.int32(); break;
        case Types.BIGINT: f = SchemaBuilder.int64(); break;
        case Types.REAL: case Types.FLOAT: case Types.DOUBLE: f = SchemaBuilder.float64(); break;
        case Types.BIT: case Types.BOOLEAN: f = SchemaBuilder.bool(); break;
        case Types.TIMESTAMP: case Types.TIMESTAMP_WITH_TIMEZONE: f = Timestamp.builder(); break;
        case Types.NUMERIC: case Types.DECIMAL: f = Decimal.builder(Math.max(0, meta.getScale(i))); break;
        default: f = SchemaBuilder.string();
      }
      if (meta.isNullable(i) != ResultSetMetaData.columnNoNulls) f.optional();
      out.field(meta.getColumnLabel(i), f.build());
    }
    return out.build();
  }

  static Struct row(Schema schema, ResultSet rs) throws SQLException {
    Struct out = new Struct(schema);
    int i = 0;
    for (Field f : schema.fields()) {
      i++;
      Object v;
      if (Timestamp.LOGICAL_NAME.equals(f.schema().name())) {
        v = rs.getTimestamp(i);
      } else if (Decimal.LOGICAL_NAME.equals(f.schema().name())) {
        BigDecimal d = rs.getBigDecimal(i);
        v = d == null ? null : d.setScale(Integer.parseInt(f.schema().parameters().get(Decimal.SCALE_FIELD)));
      } else {
        switch (f.schema().type()) {
          case INT32: v = rs.getInt(i); break;
          case INT64: v = rs.getLong(i); break;
          case FLOAT64: v = rs.getDouble(i); break;
          case BOOLEAN: v = rs.getBoolean(i); break;
          default: v = rs.getString(i);
        }
      }
      out.put(f, rs.wasNull() ? null : v);
    }
    return out;
  }
}
