// A gRPC message on the wire: one byte that says whether it is compressed, four for its length, then
// the message (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).

const HEADER_BYTES = 5;

/** Puts the header before an encoded message. */
export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(HEADER_BYTES + message.length);
  framed.writeUInt8(0, 0);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, HEADER_BYTES);
  return framed;
}

/**
 * Takes the one message out of an answer.
 * @throws {Error} when there is no whole, uncompressed message.
 */
export function unframe(body: Buffer): Buffer {
  if (body.length < HEADER_BYTES) throw new Error('the answer has no message');
  if (body.readUInt8(0) !== 0) throw new Error('the answer is compressed');
  if (body.readUInt32BE(1) !== body.length - HEADER_BYTES) throw new Error('the answer is no single message');
  return body.subarray(HEADER_BYTES);
}
