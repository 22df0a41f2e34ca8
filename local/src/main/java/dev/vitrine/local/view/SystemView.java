package dev.vitrine.local.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.local.port.HostPort;
import dev.vitrine.local.process.ResidentMemory;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.SystemState;
import dev.vitrine.local.terminal.Style;
import dev.vitrine.local.terminal.Table;
import dev.vitrine.local.terminal.Table.Cell;
import dev.vitrine.local.terminal.Table.Column;
import dev.vitrine.local.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** All that runs, as it is at this moment. */
public final class SystemView {
  private static final long MEBIBYTE = 1024L * 1024;
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final List<Column> COLUMNS =
      List.of(
          new Column("SERVICE", false),
          new Column("#", true),
          new Column("URL", false),
          new Column("MANAGEMENT", false),
          new Column("PID", true),
          new Column("MEMORY", true),
          new Column("READY", false));

  private final SystemState state;
  private final List<ChildView> children;

  private SystemView(SystemState state, List<ChildView> children) {
    this.state = state;
    this.children = children;
  }

  /** Asks every process at once. */
  public static SystemView of(SystemState state) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ChildView>> asked =
          state.children().stream()
              .map(child -> threads.submit(() -> ChildView.of(child, state.host())))
              .toList();
      List<ChildView> views = new ArrayList<>();
      for (Future<ChildView> view : asked) {
        views.add(view.get());
      }
      return new SystemView(state, List.copyOf(views));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Whether everything is there and ready. */
  public boolean allReady() {
    return !children.isEmpty() && children.stream().allMatch(ChildView::ready);
  }

  /** One row for each process, and what they hold in all. */
  public List<String> table(Terminal terminal) {
    Table table = new Table(COLUMNS);
    children.forEach(view -> table.row(row(view)));
    OptionalLong own = supervisorMemory();
    if (own.isPresent()) {
      table.row(row("supervisor", state.supervisor().pid(), own));
    }
    table.row(row("in all", 0, inAll(own)));
    return table.lines(terminal);
  }

  /** The same for programs: an array of objects. */
  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(children.stream().map(Entry::of).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names can always be written", e);
    }
  }

  private List<Cell> row(ChildView view) {
    ChildState child = view.child();
    Integer managementPort = child.managementPort();
    return List.of(
        new Cell(child.service(), Style.BOLD),
        Cell.of(Integer.toString(child.replica())),
        Cell.of(child.url(state.host())),
        new Cell(
            managementPort == null ? "" : new HostPort(state.host(), managementPort).url(),
            Style.DIM),
        Cell.of(Long.toString(child.process().pid())),
        Cell.of(mebibytes(view.memory())),
        view.ready() ? new Cell("yes", Style.GOOD) : new Cell("no", Style.BAD));
  }

  private static List<Cell> row(String name, long pid, OptionalLong memory) {
    return List.of(
        new Cell(name, Style.DIM),
        Cell.of(""),
        Cell.of(""),
        Cell.of(""),
        new Cell(pid == 0 ? "" : Long.toString(pid), Style.DIM),
        new Cell(mebibytes(memory), Style.DIM),
        Cell.of(""));
  }

  // Its own alone: the services are its children in the eyes of the system, too.
  private OptionalLong supervisorMemory() {
    return state.supervisor().alive()
        ? ResidentMemory.ofProcess(state.supervisor().pid())
        : OptionalLong.empty();
  }

  private OptionalLong inAll(OptionalLong own) {
    return OptionalLong.of(
        own.orElse(0) + children.stream().mapToLong(view -> view.memory().orElse(0)).sum());
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent() ? bytes.getAsLong() / MEBIBYTE + " MiB" : "";
  }

  private record Entry(
      String service,
      int replica,
      long pid,
      @Nullable Integer port,
      @Nullable Integer managementPort,
      boolean ready,
      @Nullable Long memoryBytes) {
    static Entry of(ChildView view) {
      return new Entry(
          view.child().service(),
          view.child().replica(),
          view.child().process().pid(),
          view.child().port(),
          view.child().managementPort(),
          view.ready(),
          view.memory().isPresent() ? view.memory().getAsLong() : null);
    }
  }
}
