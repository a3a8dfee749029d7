import type { Command } from "commander";
import type { Context } from "../context.js";
import { addKeysCombine } from "./keys/combine.js";
import { addKeysCompromised } from "./keys/compromised.js";
import { addKeysDestroy } from "./keys/destroy.js";
import { addKeysList } from "./keys/list.js";
import { addKeysRotate } from "./keys/rotate.js";
import { addKeysRefresh } from "./keys/refresh.js";
import { addKeysSeparate } from "./keys/separate.js";
import { addKeysSigning } from "./keys/signing.js";
import { addKeysSplit } from "./keys/split.js";

export function addKeys(program: Command, context: Context): void {
  const keys = program.command("keys").description("root keys, their copies, and keys of sites");
  for (const add of [
    addKeysList,
    addKeysRotate,
    addKeysRefresh,
    addKeysCompromised,
    addKeysDestroy,
    addKeysSigning,
    addKeysSeparate,
    addKeysSplit,
    addKeysCombine,
  ])
    add(keys, context);
}
