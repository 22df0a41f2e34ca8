package dev.vitrine.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.local.load.Operation.Act;
import dev.vitrine.local.load.Operation.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MixTest {
  private static final int DRAWS = 100_000;

  private final Operation often = operation("often", Kind.VISIT, 3, true);
  private final Operation seldom = operation("seldom", Kind.VISIT, 1, true);
  private final Operation never = operation("never", Kind.VISIT, 6, false);
  private final Operation wrong = operation("wrong", Kind.MISTAKE, 5, true);

  @Test
  void operationsComeByTheirWeights() {
    Map<String, Double> shares = shares(0, List.of(often, seldom));

    assertThat(shares.get("often")).isCloseTo(0.75, within(0.01));
    assertThat(shares.get("seldom")).isCloseTo(0.25, within(0.01));
  }

  @Test
  void mistakesHaveAShareOfTheirOwnWhateverTheyWeigh() {
    Map<String, Double> shares = shares(0.02, List.of(often, seldom, wrong));

    assertThat(shares.get("wrong")).isCloseTo(0.02, within(0.003));
  }

  @Test
  void whatCannotBeAskedYetLeavesItsPlaceToTheOthers() {
    Map<String, Double> shares = shares(0, List.of(often, seldom, never));

    assertThat(shares).containsOnlyKeys("often", "seldom");
    assertThat(shares.get("often")).isCloseTo(0.75, within(0.01));
  }

  private static Map<String, Double> shares(double errors, List<Operation> operations) {
    Mix mix = new Mix(operations, errors, new Random(1));
    Findings found = new Findings();
    Map<String, Double> shares = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      shares.merge(mix.next(found).operation().name(), 1.0 / DRAWS, Double::sum);
    }
    return shares;
  }

  private static Operation operation(String name, Kind kind, int weight, boolean possible) {
    Optional<Ask> ask = possible ? Optional.of(Ask.get("/" + name)) : Optional.empty();
    return new Operation(name, kind, weight, Set.of(200), new Act((_, _) -> ask, (_, _, _) -> {}));
  }
}
