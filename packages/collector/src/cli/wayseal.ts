#!/usr/bin/env node
import { keepOutOfCores } from "../start/keep-out-of-cores.js";
import { ignoreGoneReaders } from "./ignore-gone-readers.js";
import { runCli } from "./run-cli.js";

keepOutOfCores();
ignoreGoneReaders(process.stdout, process.stderr);
process.exitCode = await runCli(process.argv.slice(2));
