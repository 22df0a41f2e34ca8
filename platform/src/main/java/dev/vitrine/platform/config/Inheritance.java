package dev.vitrine.platform.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** What the elements of lists and maps have from the section that they inherit. */
final class Inheritance {
  private final List<Heir> heirs = new ArrayList<>();

  private Inheritance() {}

  /**
   * One element.
   *
   * @param path of the element
   * @param section from which it inherits
   * @param own what it says itself
   */
  private record Heir(String path, String section, ObjectNode own) {
    /** Whether the fault is one of a value that the section has, and is told for the section. */
    boolean hasFromSection(Fault fault, List<Fault> all) {
      if (!fault.key().startsWith(path + ".")) {
        return false;
      }
      String inner = fault.key().substring(path.length() + 1);
      return !says(inner)
          && all.contains(new Fault(section + "." + inner, fault.value(), fault.expected()));
    }

    private boolean says(String inner) {
      JsonNode said = own;
      for (String key : inner.split("[.\\[]", -1)) {
        said = said.path(key);
        if (!said.isObject()) {
          break;
        }
      }
      return !said.isMissingNode();
    }
  }

  /** Lays what each element says over what its section says. */
  static Inheritance in(ObjectNode tree, Class<? extends Record> type) {
    Inheritance inheritance = new Inheritance();
    for (RecordComponent component : type.getRecordComponents()) {
      Inherits inherits = component.getAnnotation(Inherits.class);
      if (inherits != null && tree.get(inherits.value()) instanceof ObjectNode section) {
        String key = Keys.outside(component.getName());
        inheritance.elements(key, tree.path(key), inherits.value(), section);
      }
    }
    return inheritance;
  }

  private void elements(String key, JsonNode elements, String section, ObjectNode said) {
    elements
        .properties()
        .forEach(entry -> lay(key + "." + entry.getKey(), entry.getValue(), section, said));
    for (int i = 0; elements.isArray() && i < elements.size(); i++) {
      lay(key + "[" + i + "]", elements.get(i), section, said);
    }
  }

  private void lay(String path, JsonNode element, String section, ObjectNode said) {
    if (element instanceof ObjectNode object) {
      ObjectNode own = object.deepCopy();
      heirs.add(new Heir(path, section, own));
      object.removeAll();
      Configuration.merge(object, said.deepCopy());
      Configuration.merge(object, own);
    }
  }

  /**
   * Without those that are told for a section already, and would be told for each element again.
   */
  InvalidConfigurationException once(InvalidConfigurationException invalid) {
    List<Fault> all = invalid.faults();
    return new InvalidConfigurationException(
        all.stream()
            .filter(fault -> heirs.stream().noneMatch(heir -> heir.hasFromSection(fault, all)))
            .toList());
  }
}
