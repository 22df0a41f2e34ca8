package dev.vitrine.user.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.http.Fields;

/** What somebody sends to get an account. Valid once it exists. */
record Registration(EmailAddress email, String name, String password) {
  private static final int LONGEST_EMAIL = 254;
  private static final int LONGEST_NAME = 100;
  private static final int SHORTEST_PASSWORD = 8;
  private static final int LONGEST_PASSWORD = 128;

  /**
   * Reads and validates a body.
   *
   * @throws dev.vitrine.platform.http.ProblemException 422, with every field at fault
   */
  static Registration of(JsonNode body) {
    Fields fields = Fields.of(body);
    String email =
        fields.text(
            "email",
            3,
            LONGEST_EMAIL,
            text -> EmailAddress.parse(text).isPresent(),
            "must be an e-mail address");
    String name =
        fields.text("name", 1, LONGEST_NAME, text -> !text.isBlank(), "must not be blank");
    String password =
        fields.text(
            "password",
            SHORTEST_PASSWORD,
            LONGEST_PASSWORD,
            text -> !CommonPasswords.contains(text) && !text.equalsIgnoreCase(email),
            "is one of the first that are tried; choose another");
    fields.verify();
    return new Registration(EmailAddress.parse(email).orElseThrow(), name.strip(), password);
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "Registration";
  }
}
