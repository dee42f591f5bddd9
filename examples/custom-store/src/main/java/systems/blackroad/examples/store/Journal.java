package systems.blackroad.examples.store;

import java.io.IOException;

/** Where frames are written, one after the other, by one thread. */
@FunctionalInterface
interface Journal {

    /**
     * Writes a frame and returns once it survives a power cut.
     *
     * @return the offset of the body in the file
     * @throws IOException if it may be there or not; nothing may be written after it
     */
    long append(byte[] body) throws IOException;
}
