import { randomBytes } from "node:crypto";
import { decodeEnvelopes } from "@wayseal/protocol";
import { generateKeyPair } from "../../packages/collector/dist/hpke/index.js";
import { printTable } from "./print-table.js";
import { beginStream, EVENTS, nextEnvelope, visit } from "./seal-envelopes.js";

/** Bytes on the wire an event against the event's plain JSON. */
export function benchWire(): void {
  const { publicKey } = generateKeyPair();
  const stream = beginStream({ publicKey, keyId: randomBytes(8) });
  const body = nextEnvelope(stream, 1);
  const [envelope] = decodeEnvelopes(body);
  const events = visit(1);
  const json = events.reduce((sum, event) => sum + JSON.stringify(event).length, 0);
  const records = envelope!.records.slice(1).reduce((sum, { ciphertext }) => sum + 8 + ciphertext.length, 0);
  const head = body.length - records;
  const row = (name: string, wire: number, plain: number, count: number) => [
    name,
    (wire / count).toFixed(0),
    (plain / count).toFixed(0),
    (wire / plain).toFixed(2),
  ];
  printTable(`Wire: bytes an event, of ${EVENTS} events of a visit to a checkout`, [
    ["", "sealed", "plain JSON", "sealed ÷ plain"],
    row("records alone", records, json, EVENTS),
    row(`one envelope of ${EVENTS}, its header and hello included`, body.length, json, EVENTS),
    row("two envelopes of 5", records + 2 * head, json, EVENTS),
  ]);
  console.log(`  An envelope's header, enc and hello are ${head} bytes, once a request.`);
}
