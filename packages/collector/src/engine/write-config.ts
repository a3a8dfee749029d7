import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineMemory } from "./messages.js";

/** The variable that the engine reads the key from, for the moment in which it opens. */
export const KEY_VARIABLE = "WAYSEAL_ENGINE_DISK_KEY";

/**
 * Writes the engine's configuration. It names the encrypted disk that tables ask for by `storage_policy = 'sealed'`,
 * and holds no key.
 *
 * @param dir Absolute path of the store's folder.
 * @returns The file's path.
 * @throws {NodeJS.ErrnoException} If the folder cannot be written.
 */
export function writeConfig(dir: string, memory: EngineMemory): string {
  const path = join(dir, "engine.xml");
  writeFileSync(path, config(dir, memory), { mode: 0o600 });
  chmodSync(path, 0o600);
  return path;
}

const config = (dir: string, { total }: EngineMemory) => `<clickhouse>
  <logger><level>none</level><console>0</console></logger>
  <max_server_memory_usage>${total}</max_server_memory_usage>
  <mark_cache_size>${32 << 20}</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <storage_configuration>
    <disks>
      <under><type>local</type><path>${xml(join(dir, "sealed"))}/</path></under>
      <sealed>
        <type>encrypted</type>
        <disk>under</disk>
        <path>v1/</path>
        <algorithm>AES_256_CTR</algorithm>
        <key_hex from_env="${KEY_VARIABLE}"/>
      </sealed>
    </disks>
    <policies><sealed><volumes><main><disk>sealed</disk></main></volumes></sealed></policies>
  </storage_configuration>
</clickhouse>
`;

const xml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
