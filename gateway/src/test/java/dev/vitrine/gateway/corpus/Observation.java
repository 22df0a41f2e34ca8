package dev.vitrine.gateway.corpus;

import java.util.List;

/**
 * What came of a case.
 *
 * @param answers what the client got, without the answer to its further request
 * @param requests what the upstream got whole
 * @param faults what neither side may ever see
 */
record Observation(
    Verdict verdict, List<Message> answers, List<Message> requests, List<String> faults) {
  Observation {
    answers = List.copyOf(answers);
    requests = List.copyOf(requests);
    faults = List.copyOf(faults);
  }
}
