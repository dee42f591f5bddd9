package systems.blackroad.examples.store;

/**
 * Where an event or a snapshot lies in the file.
 *
 * @param offset its first byte
 * @param length how many bytes
 * @param crc their CRC32C, checked at each read: a disk may go bad long after the file was opened
 */
record Place(long offset, int length, int crc) {}
