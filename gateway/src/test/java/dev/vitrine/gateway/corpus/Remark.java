package dev.vitrine.gateway.corpus;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What there is to say of some cases.
 *
 * @param who the edge that it is said of; empty where the file leaves no choice
 * @param cases their names, or patterns of them
 * @param sometimes whether it comes by turns
 */
record Remark(String who, String text, List<String> cases, boolean sometimes) {
  Remark {
    who = who == null ? "" : who;
    cases = List.copyOf(cases);
  }

  /** Whether it is said of that case. */
  boolean isOf(String name) {
    return cases.stream().anyMatch(name::matches);
  }

  /** The remarks of a file beside the corpus. */
  record All(List<Remark> remarks) {
    All {
      remarks = List.copyOf(remarks);
    }

    static All of(String file) {
      return Section.read(file, All.class);
    }

    /** By the names of the cases. */
    Map<String, Remark> byCase() {
      return remarks.stream()
          .flatMap(remark -> remark.cases().stream().map(name -> Map.entry(name, remark)))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }
}
