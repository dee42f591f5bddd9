package io.lettuce.planted;

/** Stands in for a Redis client, which this module does not have. */
public interface Client {}
