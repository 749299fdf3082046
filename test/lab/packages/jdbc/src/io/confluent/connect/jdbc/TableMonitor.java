package io.confluent.connect.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for tables again and again: one that is made later gets its task then. */
final class TableMonitor extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(TableMonitor.class);
  private static final long PATIENCE_MS = 10_000;

  private final ConnectorContext context;
  private final Map<String, String> settings;
  private final List<String> wanted;
  private final List<String> unwanted;
  private final CountDownLatch ended = new CountDownLatch(1);
  private List<TableName> tables;

  TableMonitor(ConnectorContext context, Map<String, String> settings, List<String> wanted, List<String> unwanted) {
    super("lab-table-monitor");
    setDaemon(true);
    this.context = context;
    this.settings = settings;
    this.wanted = wanted;
    this.unwanted = unwanted;
  }

  @Override public void run() {
    long pause = Long.parseLong(settings.getOrDefault("table.poll.interval.ms", "60000"));
    try {
      do {
        if (look()) context.requestTaskReconfiguration();
      } while (!ended.await(pause, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      context.raiseError(e);
    }
  }

  void end() {
    ended.countDown();
  }

  /** Tells whether there are other tables than at the look before. */
  private synchronized boolean look() {
    List<TableName> found;
    try (Connection db = JdbcSourceConnector.open(settings)) {
      found = TableName.all(db, settings).stream()
          .filter(t -> wanted.isEmpty() ? !t.isIn(unwanted) : t.isIn(wanted))
          .collect(Collectors.toList());
    } catch (SQLException e) {
      LOG.error("Error while trying to get updated table list, ignoring and waiting for next table poll interval", e);
      return false;
    }
    if (found.equals(tables)) return false;
    LOG.info("After filtering the tables are: {}", found.stream().map(TableName::quoted).collect(Collectors.joining(",")));
    boolean again = tables != null;
    tables = found;
    notifyAll();
    return again;
  }

  synchronized List<TableName> tables() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    try {
      for (long left = PATIENCE_MS; tables == null && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()))
        wait(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (tables == null) throw new ConnectException("Tables could not be updated quickly enough.");
    List<List<TableName>> twice = tables.stream().collect(Collectors.groupingBy(TableName::table)).values().stream()
        .filter(same -> same.size() > 1).collect(Collectors.toList());
    if (!twice.isEmpty())
      throw new ConnectException("The connector uses the unqualified table name as the topic name and has detected duplicate "
          + "unqualified table names. This could lead to mixed data types in the topic and downstream processing errors.\n\t"
          + twice);
    return tables;
  }
}
