package jakarta.inject;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands in for the annotation of that name, which this module does not have. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Inject {}
