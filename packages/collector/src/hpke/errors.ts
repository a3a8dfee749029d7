/** A key or message that HPKE refuses. One message for all of it: why a ciphertext failed is nobody's business. */
export class HpkeError extends Error {
  override readonly name = "HpkeError";
}
