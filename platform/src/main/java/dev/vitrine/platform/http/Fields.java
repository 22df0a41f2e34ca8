package dev.vitrine.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object and collects everything that is wrong with them, so that a
 * client learns all of it at once. A reader returns an empty value for a field at fault: check
 * {@link #errors()} before any value is used. For one thread.
 */
public final class Fields {
  private static final int LONGEST_NAME_SHOWN = 64;
  private static final int REPLACEMENT = 0xFFFD;

  private final ObjectNode object;
  private final Set<String> known = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  private Fields(ObjectNode object) {
    this.object = object;
  }

  /**
   * The fields of a body.
   *
   * @throws ProblemException 422, where it is not an object
   */
  public static Fields of(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return new Fields(object);
    }
    throw Problem.invalidFields(List.of(new FieldError("", "must be an object"))).asException();
  }

  /** A text of {@code least} to {@code most} characters (code points), all of them printable. */
  public String text(String name, int least, int most) {
    JsonNode value = field(name);
    if (value == null) {
      return "";
    }
    if (!value.isTextual()) {
      return fault(name, "must be a text", "");
    }
    String text = value.textValue();
    int length = text.codePointCount(0, text.length());
    if (length < least || length > most) {
      return fault(name, "must have %d to %d characters".formatted(least, most), "");
    }
    if (text.codePoints().anyMatch(Fields::unprintable)) {
      return fault(name, "must not have control characters or lone surrogates", "");
    }
    return text;
  }

  /** As {@link #text(String, int, int)}, and of a form; {@code detail} says which. */
  public String text(String name, int least, int most, Predicate<String> form, String detail) {
    int before = errors.size();
    String text = text(name, least, most);
    return errors.size() > before || form.test(text) ? text : fault(name, detail, "");
  }

  /** An amount of money: 0 to {@code most}, with at most two decimals. Its scale becomes 2. */
  public BigDecimal money(String name, BigDecimal most) {
    JsonNode value = field(name);
    BigDecimal none = BigDecimal.ZERO.setScale(2);
    if (value == null) {
      return none;
    }
    if (!value.isNumber()) {
      return fault(name, "must be a number", none);
    }
    BigDecimal amount = value.decimalValue();
    // The scale first: comparing 1e-999999999 with anything would expand it.
    if (amount.scale() > 2 || amount.precision() - (long) amount.scale() > 18) {
      return fault(name, "must have at most two decimals, and be at most " + most, none);
    }
    if (amount.signum() < 0 || amount.compareTo(most) > 0) {
      return fault(name, "must be from 0.00 to " + most, none);
    }
    return amount.setScale(2);
  }

  /** A whole number within bounds, both included. */
  public int wholeNumber(String name, int least, int most) {
    JsonNode value = field(name);
    if (value == null) {
      return least;
    }
    boolean fits = value.isIntegralNumber() && value.canConvertToInt();
    if (!fits || value.intValue() < least || value.intValue() > most) {
      return fault(name, "must be a whole number from %d to %d".formatted(least, most), least);
    }
    return value.intValue();
  }

  /** Every fault found so far, and the fields that nobody asked for. */
  public List<FieldError> errors() {
    List<FieldError> all = new ArrayList<>(errors);
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            all.add(new FieldError(pointer(name), "is not a known field"));
          }
        });
    return all;
  }

  /**
   * Ends the reading of a body.
   *
   * @throws ProblemException 422, where there is any fault
   */
  public void verify() {
    List<FieldError> all = errors();
    if (!all.isEmpty()) {
      throw Problem.invalidFields(all).asException();
    }
  }

  private @Nullable JsonNode field(String name) {
    known.add(name);
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      errors.add(new FieldError(pointer(name), "is required"));
      return null;
    }
    return value;
  }

  private <T> T fault(String name, String detail, T instead) {
    errors.add(new FieldError(pointer(name), detail));
    return instead;
  }

  private static boolean unprintable(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || codePoint == 0x2028
        || codePoint == 0x2029;
  }

  /** Whatever name a client sends, what points at it can be written. */
  private static String pointer(String name) {
    StringBuilder shown = new StringBuilder();
    name.codePoints()
        .limit(LONGEST_NAME_SHOWN)
        .map(codePoint -> unprintable(codePoint) ? REPLACEMENT : codePoint)
        .forEach(shown::appendCodePoint);
    return "/" + shown.toString().replace("~", "~0").replace("/", "~1");
  }
}
