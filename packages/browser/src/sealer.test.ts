import { expect, test } from "vitest";
import { createSealer } from "./sealer.js";
import type { RedactedEvent, SealedRecord } from "./states.js";
import type { Stream } from "./stream.js";

const event = (time: number) => ({ time, url: "", body: {} }) as unknown as RedactedEvent;

/** A sealer whose stream is opened by hand; it fails on the event of time 1. */
function start() {
  const sealed: number[] = [];
  const faults: unknown[] = [];
  const sealer = createSealer(
    ({ seq }: SealedRecord) => sealed.push(seq),
    (redacted) => {
      if (redacted.time === 7) throw new Error("dropped");
      return redacted;
    },
    (fault) => faults.push(fault),
  );
  let ready = (_: Stream): void => undefined;
  sealer.begin(() => new Promise((done) => (ready = done)));
  const stream = {
    seal({ time }: RedactedEvent) {
      if (time === 1) throw new Error("broken");
      return { seq: time };
    },
  } as unknown as Stream;
  const open = async (): Promise<void> => {
    ready(stream);
    await new Promise((done) => setTimeout(done));
  };
  return { sealer, sealed, faults, open };
}

test("an event that cannot be sealed is reported, and those behind it are sealed", async () => {
  const { sealer, sealed, faults, open } = start();
  for (const time of [0, 1, 2, 7, 3]) sealer.slot()(event(time));
  await open();
  expect(sealed).toEqual([0, 2, 3]);
  expect(faults).toMatchObject([{ message: "broken" }, { message: "dropped" }]);
});

test("of too many that wait the newest is dropped, and that is reported", async () => {
  const { sealer, sealed, faults, open } = start();
  for (let time = 10; time < 210; time++) sealer.slot()(event(time));
  expect(faults).toEqual([]);
  sealer.slot()(event(210));
  expect(faults).toHaveLength(1);
  await open();
  expect([sealed.length, sealed.at(-1)]).toEqual([200, 209]);
});
