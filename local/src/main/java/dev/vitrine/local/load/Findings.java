package dev.vitrine.local.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the answers so far have told: which products, pages, categories and accounts there are.
 * Bounded. Used by one thread.
 */
final class Findings {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
  private static final int MOST = 1000;
  private static final int MOST_PAGES = 100;

  private final Zipf popularity = new Zipf(MOST);
  private final Known products = new Known();
  private final Known categories = new Known();
  private final Known accounts = new Known();
  private final Known emails = new Known();
  private final Map<String, String> tags = new HashMap<>();
  private final Deque<String> pages = new ArrayDeque<>();

  /** Reads a page of products: their ids, and the way to the next page. */
  void page(Answer.Given answer) {
    elements(answer, "id").forEach(products::add);
    answer
        .header("link")
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .ifPresent(link -> {
          if (pages.size() == MOST_PAGES) {
            pages.removeFirst();
          }
          pages.addLast(link.group(1));
        });
  }

  /** Reads the list of categories. */
  void categories(Answer.Given answer) {
    elements(answer, "name").forEach(categories::add);
  }

  /** Remembers the entity tag of what was asked for. */
  void tag(Ask ask, Answer.Given answer) {
    answer
        .header("etag")
        .ifPresent(tag -> {
          if (tags.size() < MOST || tags.containsKey(ask.target())) {
            tags.put(ask.target(), tag);
          }
        });
  }

  /** Remembers an account that was made. */
  void account(Ask ask, Answer.Given answer) {
    answer.header("location").ifPresent(accounts::add);
    text(ask.body()).map(body -> body.path("email").asText()).ifPresent(emails::add);
  }

  /** A product's path, the popular ones more often. */
  Optional<String> product(RandomGenerator random) {
    return products.size() == 0
        ? Optional.empty()
        : Optional.of("/products/" + products.get(popularity.rank(products.size(), random)));
  }

  /** The entity tag of that path. */
  Optional<String> tagOf(String path) {
    return Optional.ofNullable(tags.get(path));
  }

  /** A page that somebody was told of; each once. */
  Optional<String> nextPage() {
    return Optional.ofNullable(pages.pollLast());
  }

  Optional<String> category(RandomGenerator random) {
    return categories.any(random);
  }

  /** An account's path. */
  Optional<String> account(RandomGenerator random) {
    return accounts.any(random);
  }

  /** An address that has an account. */
  Optional<String> email(RandomGenerator random) {
    return emails.any(random);
  }

  private static List<String> elements(Answer.Given answer, String field) {
    List<String> found = new ArrayList<>();
    for (JsonNode element : text(answer.body()).orElse(JSON.createArrayNode())) {
      if (element.hasNonNull(field)) {
        found.add(element.get(field).asText());
      }
    }
    return found;
  }

  private static Optional<JsonNode> text(String body) {
    try {
      return Optional.of(JSON.readTree(body));
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /** Each once, in the order in which they were found; no more than so many. */
  private static final class Known {
    private final Set<String> seen = new LinkedHashSet<>();
    private final List<String> list = new ArrayList<>();

    void add(String value) {
      if (list.size() < MOST && seen.add(value)) {
        list.add(value);
      }
    }

    int size() {
      return list.size();
    }

    String get(int index) {
      return list.get(index);
    }

    Optional<String> any(RandomGenerator random) {
      return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
    }
  }
}
