package dev.vitrine.gateway.corpus;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What there is to say of some cases. */
record Remark(String text, List<String> cases) {
  Remark {
    cases = List.copyOf(cases);
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
