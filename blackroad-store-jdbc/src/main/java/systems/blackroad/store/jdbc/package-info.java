/** Storage in a relational database: applications open it by URL or hand in a data source. */
@NullMarked
package systems.blackroad.store.jdbc;

import org.jspecify.annotations.NullMarked;
