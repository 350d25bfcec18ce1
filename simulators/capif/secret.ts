/**
 * Told of every secret the moment it is made or received, so that it can be kept out of everything written. `kind` is for people,
 * e.g. `AEFPSK`; a `Buffer` is a key as such (copy it: it is overwritten once it is forgotten), a string what crosses the wire or
 * stands in a file.
 */
export type SecretSink = (kind: string, value: string | Buffer) => void;
