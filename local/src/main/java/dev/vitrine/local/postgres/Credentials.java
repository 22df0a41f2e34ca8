package dev.vitrine.local.postgres;

/**
 * A role's name and password.
 *
 * @param username the role
 * @param password never printed
 */
record Credentials(String username, String password) {
  @Override
  public String toString() {
    return username;
  }
}
