/** The services: how each is started, and how it says where it is. */
@NullMarked
package dev.vitrine.local.service;

import org.jspecify.annotations.NullMarked;
