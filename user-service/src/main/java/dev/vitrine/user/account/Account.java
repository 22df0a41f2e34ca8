package dev.vitrine.user.account;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * A person's account, as clients see it.
 *
 * @param version counts the changes; not part of the representation, but of its entity tag
 */
record Account(
    long id,
    String email,
    String name,
    Instant createdAt,
    Instant updatedAt,
    @JsonIgnore long version) {

  String tag() {
    return "account-" + id + "-" + version;
  }
}
