import type { Command } from "commander";
import type { Context } from "../context.js";
import { addKeysCombine } from "./keys/combine.js";
import { addKeysList } from "./keys/list.js";
import { addKeysSeparate } from "./keys/separate.js";
import { addKeysSplit } from "./keys/split.js";

export function addKeys(program: Command, context: Context): void {
  const keys = program.command("keys").description("root keys, their copies, and keys of sites");
  for (const add of [addKeysList, addKeysSeparate, addKeysSplit, addKeysCombine]) add(keys, context);
}
