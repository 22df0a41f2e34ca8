package dev.vitrine.gateway.proxy;

/**
 * The paths that gateway and upstream cannot read differently: without dot segments, empty
 * segments, backslashes, and encoded forms of dot, slash, backslash and NUL (RFC 3986, section 6).
 * A dot segment or an empty one is one, too, with parameters behind it: servlet containers take
 * those off first, and some read an encoded semicolon as one. Other segments may have parameters:
 * the routes do not look at them.
 */
final class NormalPath {
  private NormalPath() {}

  static boolean isNormal(String path) {
    int segment = 0; // where the one begins that is looked at
    for (int at = 0; at < path.length(); at++) {
      char c = path.charAt(at);
      if (c == '\\' || (c == '%' && isEncodedSeparator(path, at + 1))) {
        return false;
      }
      if (c == '/') {
        if (isDots(path, segment, at) || (at > 0 && isEmpty(path, segment))) {
          return false;
        }
        segment = at + 1;
      }
    }
    return !isDots(path, segment, path.length());
  }

  private static boolean isDots(String path, int begin, int end) {
    int at = begin;
    while (at < end && path.charAt(at) == '.') {
      at++;
    }
    int dots = at - begin;
    return (dots == 1 || dots == 2) && (at == end || beginsParameters(path, at));
  }

  /** One that another follows. */
  private static boolean isEmpty(String path, int begin) {
    return path.charAt(begin) == '/' || beginsParameters(path, begin);
  }

  private static boolean beginsParameters(String path, int at) {
    return path.charAt(at) == ';' || path.startsWith("%3b", at) || path.startsWith("%3B", at);
  }

  /** Two digits of hexadecimal, in either case: 2e, 2f, 5c, 00. */
  private static boolean isEncodedSeparator(String path, int at) {
    if (at + 2 > path.length()) {
      return false;
    }
    char second = path.charAt(at + 1);
    return switch (path.charAt(at)) {
      case '2' -> second == 'e' || second == 'E' || second == 'f' || second == 'F';
      case '5' -> second == 'c' || second == 'C';
      case '0' -> second == '0';
      default -> false;
    };
  }
}
