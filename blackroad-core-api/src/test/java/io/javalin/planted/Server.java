package io.javalin.planted;

/** Stands in for a web framework, which this module does not have. */
public interface Server {}
