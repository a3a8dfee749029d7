import { expect, it } from "vitest";
import type { AuditState } from "../audit/create-audit-keeper.js";
import { createMetrics } from "../metrics/create-metrics.js";
import { checkAudit } from "./check-audit.js";

const state = (witness: AuditState["witness"]): AuditState => ({
  ...{ last: 300, unsigned: 4, signed: { seq: 296, at: 1, kid: "k" } },
  witness,
});
const at = (lag: number, failing: number | null = null) => ({ place: "/elsewhere/w.jsonl", lag, failing });

it.each<[string, AuditState["witness"], string]>([
  ["has no witness", null, "warn The audit log has no witness"],
  ["has one that takes what comes", at(0), "ok The audit log's witness was told of all but 0 entries"],
  ["has one that is a little behind", at(100), "ok The audit log's witness was told of all but 100 entries"],
  ["has one that is far behind", at(101), "warn The audit log's witness was not told of 101 entries yet"],
  ["has one that takes nothing", at(1, 5), "warn The audit log's witness was not told of 1 entries yet"],
])("doctor, of an audit log that %s", (_, witness, says) => {
  const [log, check, ...more] = [...checkAudit(state(witness))];
  expect(more).toEqual([]);
  expect(`${log!.state} ${log!.what}`).toBe("ok The audit log has entries up to 300, of which 4 wait for a signature");
  expect(`${check!.state} ${check!.what}`).toBe(says);
  expect(check!.hint === undefined).toBe(check!.state === "ok");
});

it("metrics say how far the log has come, and how far its witness and its signature are behind", async () => {
  const told = async (witness: AuditState["witness"]) => {
    const metrics = createMetrics();
    metrics.watch({ spoolRows: async () => 0, engineUp: async () => true, audit: async () => state(witness) });
    const text = await metrics.text();
    return ["entries", "unsigned", "witness_lag"].map(
      (name) => new RegExp(`^wayseal_audit_${name} (.*)$`, "m").exec(text)?.[1],
    );
  };
  expect(await told(at(17))).toEqual(["300", "4", "17"]);
  expect(await told(null)).toEqual(["300", "4", "Nan"]);
});
