package dev.vitrine.gateway.corpus;

import dev.vitrine.gateway.corpus.Verdicts.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders {@code docs/http-conformance.md} from the corpus and what was recorded of it. */
final class ConformanceTable {
  private final List<Section> sections = Section.all();
  private final Verdicts verdicts = Verdicts.recorded();
  private final List<Remark> differences = Remark.All.of("differences.yaml").remarks();
  private final List<Remark> notYet = Remark.All.of("not-yet.yaml").remarks();
  private final StringBuilder page = new StringBuilder();

  private ConformanceTable() {}

  static String render() {
    return new ConformanceTable().page();
  }

  private String page() {
    long cases = sections.stream().mapToLong(section -> section.cases().size()).sum();
    page.append(
        """
        # HTTP conformance

        The gateway is tried with %d messages on the wire, malformed, ambiguous and unusual ones, requests and answers, by RFC 9110,
        9112 and 9113. `CorpusIT` sends them with every `./vitrine test`, and `DifferentialIT` sends the same to the stock
        `ReverseProxy` of Vert.x 5.0.10 and to nginx 1.22.1 of Debian. All three take heads of 16 KiB with targets of 8 KiB, of which nginx
        wants each field within 8 KiB too; gateway and nginx take 1 MiB of content, for which the stock proxy has no limit. The gateway and
        nginx wait for a second for an upstream, the stock proxy for 600 ms. A refusal of the gateway must be a
        [documented problem](problems.md); how the others say no is their affair. After each case a decent client must
        get its answer, no connection to the upstream may be left within a message, no request may reach the upstream as two, and
        no field of one connection may pass. The cases, and how they are written, are in
        [`gateway/src/test/resources/dev/vitrine/gateway/corpus`](../gateway/src/test/resources/dev/vitrine/gateway/corpus/README.md).

        This page is written by `ConformanceTableTest`, from the corpus and what was recorded of it; do not edit it.
        """
            .formatted(cases));
    summary();
    remarks("\n## What the gateway does not do yet\n\n", notYet);
    differences();
    remarks(
        """

        ## h2spec

        h2spec 2.2.0, with its strict tests, finds nothing in the gateway that it does not find in a stock server of Vert.x
        (`Acceptance12H2SpecIT`). What is left:

        """,
        Remark.All.of("h2spec.yaml").remarks());
    return page.toString();
  }

  private void summary() {
    page.append("\n## Cases that come out as they have to\n\n");
    page.append("| subject | cases | gateway | stock proxy | nginx |\n|---|--:|--:|--:|--:|\n");
    for (Section section : sections) {
      row(section.title(), Integer.toString(section.cases().size()), counts(List.of(section)));
    }
    long all = sections.stream().mapToLong(section -> section.cases().size()).sum();
    row("all", Long.toString(all), counts(sections));
  }

  private List<String> counts(List<Section> of) {
    return Arrays.stream(Column.values())
        .map(column ->
            of.stream()
                .flatMap(section -> section.cases().stream())
                .filter(one -> !isWrong(one, column))
                .count())
        .map(count -> Long.toString(count))
        .toList();
  }

  /** The cases that an edge gets wrong, or that come out in different ways that are all right. */
  private void differences() {
    page.append(
        """

        ## Differences

        The verdict is what a client sees: the statuses, and what becomes of the connection. *Wrong* is what is not allowed, or what
        the upstream or the client must not see, or against the limits that this gateway promises; the number leads to the reason
        below. Where nothing is wrong and the verdicts differ, the standard leaves the choice. A rule is an RFC and its section.

        """);
    for (Section section : sections) {
      List<Case> different = section.cases().stream().filter(this::isDifferent).toList();
      if (!different.isEmpty()) {
        page.append("### ").append(section.title()).append("\n\n");
        page.append("| case | rule | gateway | stock proxy | nginx |\n|---|---|---|---|---|\n");
        different.forEach(one -> row(one.name(), one.rule(), cells(one)));
        page.append('\n');
      }
    }
    page.append("### Reasons\n\n");
    for (int i = 0; i < differences.size(); i++) {
      Remark remark = differences.get(i);
      page.append("%d. *%s.* %s%n".formatted(i + 1, remark.who(), remark.text()));
    }
  }

  private List<String> cells(Case one) {
    return Arrays.stream(Column.values()).map(column -> cell(one, column)).toList();
  }

  private String cell(Case one, Column column) {
    String verdict = verdicts.get(one.name(), column).replace("!", "");
    if (!isWrong(one, column)) {
      return verdict;
    }
    return column == Column.GATEWAY
        ? verdict + ", *not yet*"
        : verdict + ", *wrong* " + reasons(one, column);
  }

  private String reasons(Case one, Column column) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < differences.size(); i++) {
      Remark remark = differences.get(i);
      if (remark.who().equals(column.name().toLowerCase(Locale.ROOT)) && remark.isOf(one.name())) {
        numbers.add(Integer.toString(i + 1));
      }
    }
    return String.join(", ", numbers);
  }

  /** Whether every wrong verdict of the other edges has its reason. */
  static List<String> unexplained() {
    ConformanceTable table = new ConformanceTable();
    return table.sections.stream()
        .flatMap(section -> section.cases().stream())
        .filter(one ->
            Arrays.stream(Column.values())
                .filter(column -> column != Column.GATEWAY && table.isWrong(one, column))
                .anyMatch(column -> table.reasons(one, column).isEmpty()))
        .map(Case::name)
        .toList();
  }

  private boolean isDifferent(Case one) {
    long verdictsOfOne =
        Arrays.stream(Column.values())
            .map(column -> verdicts.get(one.name(), column))
            .distinct()
            .count();
    return verdictsOfOne > 1
        || Arrays.stream(Column.values()).anyMatch(column -> isWrong(one, column));
  }

  private boolean isWrong(Case one, Column column) {
    return verdicts.get(one.name(), column).contains("!");
  }

  private void remarks(String title, List<Remark> remarks) {
    page.append(title);
    if (remarks.isEmpty()) {
      page.append("Nothing that is tried here; what else it does not do, the README says.\n");
      return;
    }
    for (Remark remark : remarks) {
      String cases =
          remark.cases().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
      page.append("- %s: %s%n".formatted(cases, remark.text()));
    }
  }

  private void row(String first, String second, List<String> rest) {
    page.append("| %s | %s | %s |%n".formatted(first, second, String.join(" | ", rest)));
  }
}
