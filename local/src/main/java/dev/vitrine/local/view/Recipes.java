package dev.vitrine.local.view;

import dev.vitrine.local.port.HostPort;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.SystemState;
import dev.vitrine.local.terminal.Style;
import dev.vitrine.local.terminal.Terminal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands that a person can paste, and a page to open, to see the system at work. */
public final class Recipes {
  private Recipes() {}

  /** One line for each, and the page at last; none while there is no gateway. */
  public static List<String> lines(SystemState state, Terminal terminal) {
    Optional<ChildState> gateway = state.child(ChildState.GATEWAY, 1);
    Optional<String> management =
        gateway.map(ChildState::managementPort).map(port -> new HostPort(state.host(), port).url());
    List<String> commands =
        Stream.concat(
                urlOf(gateway, state).stream().flatMap(Recipes::shop),
                management.stream().map(url -> curl(url + "/upstreams")))
            .toList();
    if (commands.isEmpty()) {
      return List.of();
    }
    Optional<String> prometheus = urlOf(state.child(ChildState.PROMETHEUS, 1), state);
    return Stream.of(
            Stream.of(terminal.paint(Style.DIM, "Try it:")),
            commands.stream(),
            prometheus.stream()
                .map(url -> terminal.paint(Style.DIM, "Ask it:") + " " + url + "/alerts"),
            management.stream()
                .map(url -> terminal.paint(Style.DIM, "Watch it:") + " " + url + "/console"))
        .flatMap(each -> each)
        .map(line -> "  " + line)
        .toList();
  }

  private static Optional<String> urlOf(Optional<ChildState> child, SystemState state) {
    return child.map(it -> it.url(state.host())).filter(url -> !url.isEmpty());
  }

  private static Stream<String> shop(String url) {
    return Stream.of(
        curl(url + "/health"),
        curl(url + "/products?limit=3"),
        curl(url + "/products/1"),
        curl(url + "/categories"),
        curl(url + "/users")
            + " -H 'Content-Type: application/json' -d '"
            + "{\"email\":\"ada@example.com\",\"name\":\"Ada Lovelace\","
            + "\"password\":\"an engine of numbers\"}'");
  }

  // Unquoted, a question mark or a bracket is a pattern to the shell.
  private static String curl(String url) {
    return url.matches("[A-Za-z0-9:/._-]+") ? "curl -s " + url : "curl -s '" + url + "'";
  }
}
