/** Which requests go to which upstream. */
@NullMarked
package dev.vitrine.gateway.route;

import org.jspecify.annotations.NullMarked;
