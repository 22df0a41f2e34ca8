package dev.vitrine.product.category;

import dev.vitrine.platform.http.Resource;
import io.vertx.ext.web.Router;

/** The paths of categories. */
public final class CategoryRoutes {
  private final PgCategories categories;

  public CategoryRoutes(PgCategories categories) {
    this.categories = categories;
  }

  /** Adds the paths to a router. */
  public void mount(Router router) {
    Resource.at(router, "/categories").get(new ListCategories(categories)).only();
  }
}
