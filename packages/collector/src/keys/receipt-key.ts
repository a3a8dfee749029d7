import { openOwnSigner, type OwnSigner, type OwnSignerParts } from "./own-signer.js";

export const RECEIPT_TYPE = "wayseal-receipt+jws";

/** The install's key that signs receipts. */
export interface ReceiptKey extends Pick<OwnSigner, "publicKey" | "kid"> {
  /** @returns A compact JWS (RFC 7515 §7.1), EdDSA (RFC 8037 §3.1). The same payload gives the same text. */
  sign(payload: object): Promise<string>;
}

/** Reads the install's receipt key, which is made the first time. @throws {CatalogError | KeyringError} */
export async function openReceiptKey(parts: OwnSignerParts): Promise<ReceiptKey> {
  const signer = await openOwnSigner(parts, { purpose: "receipt", site: "", name: "" });
  const { publicKey, kid } = signer;
  const header = Buffer.from(JSON.stringify({ alg: "EdDSA", kid, typ: RECEIPT_TYPE })).toString("base64url");
  return {
    ...{ publicKey, kid },
    async sign(payload) {
      const input = `${header}.${Buffer.from(JSON.stringify(payload)).toString("base64url")}`;
      return `${input}.${(await signer.sign(Buffer.from(input))).toString("base64url")}`;
    },
  };
}
