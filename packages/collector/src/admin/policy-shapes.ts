import { z } from "zod";

/** A policy file, as it is sent. */
export const POLICY_SOURCE = z.string().max(60_000, "A policy has at most 60,000 characters");

/** A version's number. */
export const POLICY_VERSION = z.int().min(1).max(1_000_000_000);
